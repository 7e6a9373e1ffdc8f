import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { chooseEngine, findProjector, type EngineFacts } from "../../../src/models/llama-server/index.ts";

const program = { path: "/bin/llama-server", origin: "PATH", version: "b1", options: [], hasUnixSocket: true };
const card = {
  vendor: "nvidia" as const,
  name: "RTX",
  memoryBytes: 8e9,
  memoryFree: null,
  backend: "cuda" as const,
  unified: false,
};
const facts: EngineFacts = {
  wanted: "auto",
  hardware: { gpus: [] },
  program,
  hasProjector: false,
  measured: { builtin: null, "llama-server": null },
};
const choose = (more: Partial<EngineFacts>): string => {
  const { engine, reason } = chooseEngine({ ...facts, ...more });
  return `${engine}: ${reason}`;
};

describe("which engine runs a model", () => {
  it("the one that is wanted, whatever else holds", () => {
    assert.equal(choose({ wanted: "builtin", hasProjector: true }), "builtin: wanted");
    assert.equal(choose({ wanted: "llama-server", program: null }), "llama-server: wanted");
  });

  it("the llama-server with a graphics card or for pictures, if there is one", () => {
    assert.equal(choose({}), "builtin: default");
    assert.equal(choose({ hardware: { gpus: [card] } }), "llama-server: graphics-card");
    assert.equal(choose({ hasProjector: true }), "llama-server: sees-pictures");
    assert.equal(choose({ hasProjector: true, hardware: { gpus: [card] }, program: null }), "builtin: no-server");
  });

  it("the one that was clearly faster here", () => {
    const gpus = [card];
    const measure = (builtin: number, server: number) => ({ builtin, "llama-server": server });
    assert.equal(choose({ hardware: { gpus }, measured: measure(60, 40) }), "builtin: measured");
    assert.equal(choose({ measured: measure(40, 60) }), "llama-server: measured");
    assert.equal(choose({ measured: measure(40, 41) }), "builtin: default", "noise decides nothing");
  });
});

describe("the projector of a model", () => {
  it("is the one that lies beside it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-projector-"));
    try {
      const model = join(folder, "m.gguf");
      assert.equal(await findProjector(model), null);
      writeFileSync(join(folder, "mmproj-F16.gguf"), "x");
      assert.equal(await findProjector(model), join(folder, "mmproj-F16.gguf"));
      writeFileSync(join(folder, "mmproj-Q8_0.gguf"), "x");
      assert.equal(await findProjector(model), null, "of two nobody knows which");
      assert.equal(await findProjector(join(folder, "nowhere", "m.gguf")), null);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
