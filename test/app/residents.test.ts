import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createLocalEngine, ensureRunner } from "../../src/app/localModel.ts";
import { createServices } from "../../src/app/services.ts";
import { modelsFor } from "../../src/app/runtime.ts";
import { parseConfig, silentLogger, systemClock, type Context } from "../../src/core/index.ts";
import {
  createResidency,
  createTurns,
  detectHardware,
  readGgufHeader,
  toClaim,
  type Engine,
} from "../../src/models/index.ts";
import { openStore } from "../../src/store/index.ts";
import { homeWithModels } from "../cli/_setup.ts";
import { noNet } from "../../scripts/testing/net.ts";

/** Plenty of memory is not given everywhere: two small models. */
const SMALL = ["smollm2-135m", "qwen2.5-coder-0.5b"] as const;

const net = noNet;
const toContext = (): Context => ({ signal: new AbortController().signal, clock: systemClock, net, log: silentLogger });

test("another model is loaded beside the first, both answer, and what they take is kept", async (t) => {
  const home = homeWithModels(t);
  const { config } = parseConfig({ models: { pinned: [SMALL[0]] } }, "");
  const ctx = toContext();
  const services = createServices({ home, env: { ...process.env }, interactive: false, config }, ctx);
  t.after(() => services.close());
  assert.deepEqual((await services.residents()).models, []);
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
  const { models, budgetBytes } = await services.residents();
  const states = models.map(({ id, state, isPinned }) => [id, state, isPinned]);
  assert.deepEqual(states, [
    [SMALL[0], "resident", true],
    [SMALL[1], "resident", false],
  ]);
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

test("a model goes for another where both do not fit: its process ends first; asked again, it is loaded again", async (t) => {
  const home = homeWithModels(t);
  const ctx = toContext();
  const store = await openStore(home, ctx);
  t.after(() => store.close());
  const file = process.env["KRALLE_TEST_SMOL"] ?? "";
  const header = await readGgufHeader(file);
  const { bytes } = toClaim(header, undefined, null);
  const residency = createResidency<Engine>({ budgetBytes: () => bytes * 1.4 }, ctx);
  t.after(() => residency.close());
  const hardware = await detectHardware(ctx, home);
  const residents = { residency, turns: createTurns(1), store: () => Promise.resolve(store) };
  const settings = { reproducible: false, cacheMegabytes: 0, engine: "builtin" as const };
  const place = {
    home,
    env: { ...process.env },
    hardware,
    residents,
    settings,
    onPack: () => undefined,
    onServer: () => undefined,
  };
  const runner = await ensureRunner({ id: "a", sha256: null, projector: null }, place, ctx);
  const [a, b] = await Promise.all(
    ["a", "b"].map((id) => createLocalEngine({ id, path: file, sha256: null, projector: null }, runner, place, ctx)),
  );
  const children = (): string[] => childrenOf(process.pid);
  const before = children().length;
  const seen: string[] = [];
  for (const engine of [a, b, a]) {
    const events = await Array.fromAsync(
      engine!.generate({ messages: [{ role: "user", content: "Say: ok" }], maxTokens: 4 }, ctx),
    );
    assert.equal(events.at(-1)?.type, "end");
    if (process.platform === "linux") assert.equal(children().length, before + 1, "one process at a time");
    seen.push(
      residency
        .list()
        .map(({ id }) => id)
        .join(),
    );
  }
  assert.deepEqual(seen, ["a", "b", "a"]);
  const kept = await store.modelMemory.last("name:a");
  assert.ok(kept !== null && kept < bytes * 1.1, `predicted ${bytes}, measured ${kept}`);
});

/** Processes that this one started, on Linux; elsewhere none, and then the test only looks at the residency. */
function childrenOf(pid: number): string[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(" ").filter(Boolean) : [];
}
