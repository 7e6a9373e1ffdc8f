import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createResidency, createResidentEngine, createTurns } from "../../../src/models/residency/index.ts";
import type { Loadable, Priority } from "../../../src/models/residency/index.ts";
import type { Engine } from "../../../src/models/engine/types.ts";
import { ask, collect, say, toContext } from "../engine/_setup.ts";
import { createScriptedEngine } from "../engine/scriptedEngine.ts";
import { engineSuite } from "../engine/suite.ts";

const toModel = (id: string, made: string[] = []): Loadable<Engine> => ({
  id,
  bytes: 1e9,
  leastBytes: 1e9,
  async load(ctx) {
    const engine = createScriptedEngine();
    await engine.load(ctx);
    made.push(id);
    return { value: engine, residentBytes: 8e8, close: () => engine.close() };
  },
});

function createBench(budget: number) {
  const made: string[] = [];
  const residency = createResidency<Engine>({ budgetBytes: () => budget }, toContext());
  const turns = createTurns(1);
  const engine = (id: string, priority: Priority = "chat"): Engine =>
    createResidentEngine({ model: toModel(id, made), residency, turns, priority });
  return { made, residency, turns, engine };
}

engineSuite("resident", () => createBench(2e9).engine("scripted"));

describe("engine of a resident model", () => {
  it("loads again after its model had to go, and keeps it while another one answers where both fit", async () => {
    for (const [budget, loads] of [
      [1.5e9, ["a", "b", "a"]],
      [2.5e9, ["a", "b"]],
    ] as const) {
      const { engine, made, residency } = createBench(budget);
      const [a, b] = [engine("a"), engine("b")];
      for (const one of [a, b, a]) assert.notEqual((await ask(one, say("hello", 4))).text, "");
      assert.deepEqual(made, loads);
      await residency.close();
    }
  });

  it("lets one model compute at a time, a person first", async () => {
    const { engine, residency } = createBench(4e9);
    const log: string[] = [];
    const run = async (name: string, one: Engine): Promise<void> => {
      for await (const { type } of one.generate(say(`Say ${name}.`, 6), toContext())) log.push(`${name} ${type}`);
    };
    const [a, b, night] = [engine("a"), engine("b"), engine("c", "background")];
    await Promise.all([a, b, night].map((one) => one.load(toContext())));
    await Promise.all([run("a", a), run("night", night), run("b", b)]);
    assert.deepEqual([...new Set(log.map((entry) => entry.split(" ")[0]))], ["a", "b", "night"]);
    assert.deepEqual(
      log.filter((entry) => entry.endsWith("end")),
      ["a end", "b end", "night end"],
    );
    log.length = 0;
    const quiet = async (name: string, one: Engine): Promise<void> => {
      await collect(one.generate(say(`Say ${name}.`, 6, { priority: "background" }), toContext()));
      log.push(name);
    };
    const loud = async (name: string, one: Engine): Promise<void> => (
      await ask(one, say("hello", 6)),
      void log.push(name)
    );
    await Promise.all([loud("a", a), quiet("b", b), loud("night", engine("c"))]);
    assert.deepEqual(log, ["a", "night", "b"], "and a request may say for itself that nobody waits for it");
    await residency.close();
  });

  it("gives lease and turn back when nobody reads on, and when it is closed in the middle", async () => {
    const { engine, residency, turns } = createBench(1.5e9);
    const a = engine("a");
    const abort = new AbortController();
    const events = a.generate(say("Tell a story.", 400), toContext(abort.signal))[Symbol.asyncIterator]();
    await events.next();
    assert.equal(residency.list()[0]?.users, 1);
    abort.abort();
    assert.equal(residency.list()[0]?.users, 0);
    const b = engine("b");
    assert.notEqual((await ask(b, say("hello", 4))).end.reason, "cancelled");
    const writing = ask(b, say("Tell a story.", 400));
    setTimeout(() => void b.close(), 20);
    assert.equal((await writing).end.reason, "cancelled");
    assert.deepEqual([turns.waiting, residency.list()[0]?.users], [0, 0]);
    await residency.close();
  });
});
