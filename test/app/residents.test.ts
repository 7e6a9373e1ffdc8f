import assert from "node:assert/strict";
import { test } from "node:test";
import { createServices } from "../../src/app/services.ts";
import { modelsFor } from "../../src/app/runtime.ts";
import { parseConfig, silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import { homeWithModels } from "../cli/_setup.ts";

/** Plenty of memory is not given everywhere: two small models. */
const SMALL = ["smollm2-135m", "qwen2.5-coder-0.5b"] as const;

test("another model is loaded beside the first, both answer, and what they take is kept", async (t) => {
  const home = homeWithModels(t);
  const { config } = parseConfig({}, "");
  const net = { fetch: () => Promise.reject(new Error("no network in tests")) };
  const ctx: Context = { signal: new AbortController().signal, clock: systemClock, net, log: silentLogger };
  const services = createServices({ home, env: { ...process.env }, interactive: false, config }, ctx);
  t.after(() => services.close());
  assert.deepEqual(services.residents().models, []);
  const store = await services.store();
  const running = [];
  for (const id of SMALL) running.push(await services.model(id, () => undefined));
  assert.equal(await services.model(null, () => undefined), running[1], "the last one works where none is named");
  assert.equal(await services.model(SMALL[0], () => undefined), running[0], "and the first is still the same");
  for (const model of running) {
    const models = modelsFor(model, store, null, ctx);
    const { text } = await models.generate(
      { task: "chat", system: "", input: "Say: ok", budget: { maxTokens: 4 } },
      ctx,
    );
    assert.ok(text.length > 0);
  }
  const { models, budgetBytes } = services.residents();
  assert.deepEqual(models.map(({ id, state }) => [id, state]), SMALL.map((id) => [id, "resident"])); // prettier-ignore
  assert.ok(budgetBytes > models.reduce((sum, { bytes }) => sum + bytes, 0));
  for (const [at, model] of running.entries()) {
    const { digest } = await model.ready;
    const kept = await store.modelMemory.get(digest ?? "", "builtin linux-x64");
    const counted = models[at];
    if (process.platform === "linux" && process.arch === "x64") assert.equal(kept, counted?.bytes);
    assert.equal(counted?.isMeasured, true);
    assert.ok((counted?.bytes ?? 0) > 2e8);
  }
});
