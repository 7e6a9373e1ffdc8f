import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { AppError } from "../../../src/core/index.ts";
import type { NamedPull } from "../../../src/models/install/index.ts";
import { startModelServer, type Fault, type RequestKind, type ServedModels } from "./modelServer.ts";
import { createTinyModel, licenceEntry } from "./tinyModels.ts";

export const REPO = "firm/Tiny-GGUF";
export const q4 = createTinyModel(300_000, 1);
export const q8 = createTinyModel(500_000, 2, [licenceEntry("mit")]);
export const eyes = createTinyModel(1000, 3);
export const served: ServedModels = {
  hub: {
    [REPO]: {
      files: {
        "README.md": Buffer.from("# Tiny"),
        "Tiny-Q4_K_M.gguf": q4,
        "Tiny-Q8_0.gguf": q8,
        "mmproj-F16.gguf": eyes,
        "mmproj-F32.gguf": createTinyModel(2000, 3),
      },
    },
  },
};

export async function serve(
  t: TestContext,
  models: ServedModels,
  faultOf?: (kind: RequestKind, path: string) => Fault | null,
  pieceMs = 0,
) {
  const server = await startModelServer(models, faultOf, { pieceMs });
  t.after(() => server.close());
  return server;
}

export const ask = (name: string, more: Partial<NamedPull> = {}): NamedPull => {
  return { name, quantisation: null, from: null, acceptLicence: false, repin: false, ...more };
};

/** The AppError with which it fails; it must. */
export async function failure(promise: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await promise.then(
    () => assert.fail("it succeeded"),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AppError, String(thrown));
  return thrown;
}
