import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { chooseModel } from "../../src/app/chooseModel.ts";
import { findStarter, type InstalledModel } from "../../src/models/index.ts";
import { isError, tempFolder } from "../store/_setup.ts";

const BIG = "qwen2.5-coder-1.5b";
const SMALL = "qwen2.5-coder-0.5b";
const PLUMBING = "smollm2-135m";
const ROOMY = { ramFree: 16e9 };

function installed(...ids: string[]): InstalledModel[] {
  return ids.map((id) => {
    const { name, bytes, sha256, licence, contextTokens } = findStarter(id);
    return {
      id,
      name,
      path: `/${id}`,
      bytes,
      sha256,
      licence,
      contextTokens,
      source: "test",
      installedAt: "",
      verified: true,
      inPlace: false,
      files: [],
      details: null,
    };
  });
}

const choose = (changes: Partial<Parameters<typeof chooseModel>[0]>) => {
  const { id, reason } = chooseModel({
    asked: null,
    preferred: undefined,
    engines: {},
    installed: [],
    hardware: ROOMY,
    ...changes,
  });
  return [id, reason];
};

describe("which model works", () => {
  test("the one that is asked for goes before all", () => {
    assert.deepEqual(choose({ asked: PLUMBING, preferred: SMALL, installed: installed(BIG) }), [PLUMBING, "asked"]);
  });
  test("then the one of the settings, also when it has to be fetched", () => {
    assert.deepEqual(choose({ preferred: SMALL, installed: installed(BIG) }), [SMALL, "config"]);
  });
  test("then the best that is here and fits into the free memory", () => {
    assert.deepEqual(choose({ installed: installed(PLUMBING, SMALL, BIG) }), [BIG, "installed"]);
    assert.deepEqual(choose({ installed: installed(SMALL, BIG), hardware: { ramFree: 1.5e9 } }), [SMALL, "installed"]);
    assert.deepEqual(choose({ installed: installed(SMALL) }), [SMALL, "installed"]);
  });
  test("then the starter for this machine; what only shows that loading works is never chosen", () => {
    assert.deepEqual(choose({ installed: installed(PLUMBING) }), [BIG, "hardware"]);
    assert.deepEqual(choose({ hardware: { ramFree: 2e9 } }), [SMALL, "hardware"]);
  });
  test("no memory for any, unknown names, and settings that name an unknown one are errors", () => {
    assert.throws(() => choose({ hardware: { ramFree: 0.2e9 } }), isError("E_MODEL_TOO_LARGE"));
    assert.throws(() => choose({ asked: "gpt-9000x" }), isError("E_MODEL_UNKNOWN"));
    assert.throws(
      () => choose({ preferred: "gpt-9000x" }),
      isError("E_MODEL_UNKNOWN", /models\.default.*kralle models default/),
    );
  });
  test("a GGUF file that the person names", async (t) => {
    const path = join(await tempFolder(t), "mine.gguf");
    assert.throws(() => choose({ asked: path }), isError("E_NOT_FOUND"));
    writeFileSync(path, "");
    assert.deepEqual(choose({ asked: path }), ["mine", "asked"]);
  });
});
