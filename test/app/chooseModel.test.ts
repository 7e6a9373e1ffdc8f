import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { chooseModel } from "../../src/app/chooseModel.ts";
import { findStarter, type FoundModel, type InstalledModel } from "../../src/models/index.ts";
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
      projector: null,
      details: null,
    };
  });
}

const BASE = { asked: null, preferred: undefined, engines: {}, installed: [], hardware: ROOMY };

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
  test("but before one is fetched, the largest other model that is here, can write and fits well", () => {
    const [base] = installed(SMALL);
    const other = (id: string, bytes: number, architecture: string | null = "qwen3"): InstalledModel => ({
      ...base!,
      id,
      bytes,
      sha256: id,
      details: { architecture, quantisation: "Q4_K_M", origin: "hub", pinned: "first-pull", reference: null },
    });
    const [small, large, huge] = [other("qwen3-4b", 2.5e9), other("qwen3-8b", 5e9), other("qwen3-235b", 140e9)];
    assert.deepEqual(choose({ installed: [small, large, huge] }), ["qwen3-8b", "installed"]);
    assert.deepEqual(choose({ installed: [small, large], hardware: { ramFree: 5e9 } }), ["qwen3-4b", "installed"]);
    assert.deepEqual(
      choose({ installed: [large, ...installed(SMALL)] }),
      [SMALL, "installed"],
      "a starter is measured",
    );
    const mute = [other("nomic", 1e8, "nomic-bert"), other("qwen3-embedding", 1e9), other("odd", 1e9, null)];
    assert.deepEqual(choose({ installed: [...mute, huge, { ...base!, id: "encoder", sha256: "e" }] }), [
      BIG,
      "hardware",
    ]);
    const chosen = chooseModel({ ...BASE, installed: [small] });
    assert.equal(chosen.kind === "installed" && chosen.model, small);
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

  test("other installed weights by their name; they go before the starter of the same name only when they are meant", () => {
    const [starter] = installed(SMALL);
    const own = { ...starter, id: "mine", name: "mine", sha256: "a".repeat(64) } as InstalledModel;
    const chosen = chooseModel({ ...BASE, asked: "Mine", installed: [own] });
    assert.deepEqual([chosen.kind, chosen.id], ["installed", "mine"]);
    assert.equal(chooseModel({ ...BASE, preferred: "mine", installed: [own] }).kind, "installed");
    const details = {
      origin: "hub" as const,
      reference: null,
      quantisation: "",
      pinned: "first-pull" as const,
      architecture: null,
    };
    const clash = { ...own, id: SMALL, name: SMALL, details };
    assert.throws(
      () => chooseModel({ ...BASE, asked: SMALL, installed: [...installed(SMALL), clash] }),
      isError("E_MODEL_UNKNOWN", /2 installed models/),
    );
    const meant = chooseModel({ ...BASE, asked: `hub:${SMALL}`, installed: [...installed(SMALL), clash] });
    assert.equal(meant.kind, "installed");
    assert.equal(
      chooseModel({ ...BASE, asked: `catalogue:${SMALL}`, installed: [...installed(SMALL), clash] }).kind,
      "starter",
    );
  });

  test("what another program keeps, when the name is nothing else", () => {
    const found: FoundModel = {
      store: "ollama",
      id: "qwen3:8b",
      name: "qwen3:8b",
      reference: "ollama:qwen3:8b",
      files: [{ path: "/blob", bytes: 1, sha256: "b".repeat(64) }],
      projector: null,
      bytes: 1,
      quantisation: "Q4_K_M",
      reason: null,
    };
    for (const asked of ["qwen3:8b", "ollama:qwen3:8b", "ollama:qwen3-8b"]) {
      assert.equal(chooseModel({ ...BASE, asked, found: [found] }).kind, "found", asked);
    }
    assert.throws(
      () => chooseModel({ ...BASE, asked: "qwen3:8b" }),
      isError("E_MODEL_UNKNOWN", /its weights are not here/),
    );
  });
});
