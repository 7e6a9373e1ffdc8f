import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { openApp, type App } from "../../src/app/index.ts";
import { listCatalogue, listStarters } from "../../src/models/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createContext, isError, tempFolder } from "../store/_setup.ts";

async function openIn(t: TestContext): Promise<{ app: App; home: string }> {
  const home = join(await tempFolder(t), "home");
  const app = await openApp({ home, env: {}, interactive: false }, createContext());
  t.after(() => app.close());
  return { app, home };
}

describe("what fits", () => {
  test("this machine: all models, and no home is made for the question", async (t) => {
    const { app, home } = await openIn(t);
    const { machine, models, variants } = await app.run("fit", {}, {}, createContext());
    assert.equal(models.length, listCatalogue().length);
    assert.deepEqual([machine.described, variants], [null, []]);
    assert.ok(machine.memory.totalBytes > 1e9);
    for (const { fitsNow } of models) assert.equal(typeof fitsNow, "boolean");
    assert.ok(!existsSync(home));
  });

  test("a context that is asked for counts for all, up to the model's own", async (t) => {
    const { app } = await openIn(t);
    const input = { machine: "RTX 4090 24GB", contextTokens: 100_000 };
    const { models } = await app.run("fit", input, {}, createContext());
    const of = (id: string) => models.find((model) => model.id === id);
    assert.equal(of("qwen3-4b-2507")?.contextTokens, 100_000);
    assert.equal(of("qwen3-8b")?.contextTokens, 40_960);
    assert.equal(of("qwen3-vl-8b")?.verdict, "tight");
    const one = app.run("fit", { ...input, model: "qwen3-8b" }, {}, createContext());
    await assert.rejects(one, isError("E_INPUT", /made for 40960 tokens/));
  });

  test("one model: every quantisation with two widths of the cache", async (t) => {
    const { app } = await openIn(t);
    const { models, variants } = await app.run(
      "fit",
      { model: "Qwen3 8B", machine: "laptop 16GB" },
      {},
      createContext(),
    );
    assert.deepEqual(
      models.map(({ id }) => id),
      ["qwen3-8b"],
    );
    assert.deepEqual(
      variants.map(({ quantisation, cache }) => `${quantisation}/${cache}`),
      ["Q4_K_M/f16", "Q4_K_M/q8_0", "Q8_0/f16", "Q8_0/q8_0"],
    );
  });

  test("what was measured here replaces the prediction, and tells how fast the memory is", async (t) => {
    const { app, home } = await openIn(t);
    const ctx = createContext();
    const store = await openStore(home, ctx);
    const starter = listStarters()[0];
    await store.abilities.put(starter?.sha256 ?? "", "old", { tokensPerSecond: 11 }, ctx);
    const later = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + 5 } };
    await store.abilities.put(
      starter?.sha256 ?? "",
      "new",
      { tokensPerSecond: 22.5, promptTokensPerSecond: 90 },
      later,
    );
    await store.abilities.put("unknown", "new", "nonsense", later);
    await store.close();
    const { models, machine } = await app.run("fit", {}, {}, ctx);
    const model = models.find(({ id }) => id === starter?.id);
    assert.deepEqual([model?.decode?.basis, model?.decode?.expected], ["measured", 22.5]);
    assert.deepEqual([model?.prefill?.basis, model?.prefill?.expected], ["measured", 90]);
    if (machine.devices.length === 0) assert.equal(machine.memory.basis, "measured");
    const described = await app.run("fit", { machine: "laptop 16GB" }, {}, ctx);
    assert.ok(
      described.models.every(({ decode }) => decode?.basis !== "measured"),
      "not on another machine",
    );
  });

  test("unknown names are refused", async (t) => {
    const { app } = await openIn(t);
    await assert.rejects(app.run("fit", { model: "no-such-model" }, {}, createContext()), isError("E_MODEL_UNKNOWN"));
    await assert.rejects(app.run("plan", { machine: "RTX 9999" }, {}, createContext()), isError("E_INPUT", /RTX 9999/));
    await assert.rejects(
      app.run("fit", { contextTokens: 0 }, {}, createContext()),
      isError("E_INPUT", /contextTokens/),
    );
  });
});

test("a plan for this machine fits it, and the check has its figures", async (t) => {
  const { app } = await openIn(t);
  const { plan } = await app.run("plan", {}, {}, createContext());
  assert.ok(plan.peakBytes <= plan.budgetBytes);
  const { comparisons, median } = await app.run("fitCheck", {}, {}, createContext());
  assert.ok(comparisons.length > 20 && median < 0.2);
});
