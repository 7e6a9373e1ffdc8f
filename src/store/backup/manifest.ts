import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { isKept } from "./kept.ts";

export const MANIFEST = "manifest.json";
export const STORE_FILE = "kralle.db";
export const ENGINE_FILE = "durable.db";
export const CONFIG_FILE = "config.json";

// A manifest may come from anywhere: these are the only files that it can make anybody read or write.
const PATH = /^(?:kralle\.db|durable\.db|config\.json|blobs\/[0-9a-f]{2}\/[0-9a-f]{64})$/;
const safePath = z.string().refine((value) => PATH.test(value) || isKept(value));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  format: z.literal(1),
  /** ms UTC */
  created: z.int().min(0).max(8.64e15),
  kind: z.enum(["manual", "daily"]),
  /** Newest migration of the store, and the version of the workflow engine's file. */
  schema: z.object({ store: z.int().min(0), engine: z.int().nullable() }),
  /** The engine's file was held by another process and is not in it. */
  isPartial: z.boolean(),
  files: z.array(z.object({ path: safePath, bytes: z.int().min(0), sha256 })).min(1),
  /** Contents that the database names and that were not there any more. */
  missing: z.array(sha256),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type BackupFile = Manifest["files"][number];

export function parseManifest(text: string, folder: string): Manifest {
  try {
    const manifest = manifestSchema.parse(JSON.parse(text));
    if (manifest.files.some(({ path }) => path === STORE_FILE)) return manifest;
  } catch (thrown) {
    throw notOne(folder, thrown);
  }
  throw notOne(folder, null);
}

function notOne(folder: string, cause: unknown): AppError {
  return new AppError("E_STORE", `${folder} is no backup that can be read: its manifest is damaged.`, {
    hint: "`kralle backup list` shows the others.",
    cause,
  });
}
