import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { createSteps } from "../../../src/store/index.ts";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

export function stepsSuite(stores: Stores): void {
  test("a run that is started again gets its results back and runs the rest, wherever it was cut", async (t) => {
    const store = await stores.open(t);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: fc.string(), result: fc.jsonValue() }), { maxLength: 8 }),
        fc.array(fc.nat(8), { maxLength: 4 }),
        async (plan, cuts) => {
          const runId = `run_${runs++}`;
          const calls = plan.map(() => 0);
          const results: unknown[] = [];
          const go = async (until: number): Promise<void> => {
            const steps = createSteps(store, runId, ctx);
            results.length = 0;
            for (const [index, { name, result }] of plan.slice(0, until).entries()) {
              results.push(await steps.step(name, () => ((calls[index]! += 1), result)));
            }
          };
          for (const cut of [...cuts, plan.length, plan.length]) await go(cut);
          assert.deepEqual(
            results,
            plan.map(({ result }) => JSON.parse(JSON.stringify(result)) as unknown),
          );
          assert.deepEqual(
            calls,
            plan.map(() => 1),
          );
        },
      ),
      { numRuns: stores.runs(40) },
    );
  });

  test("the first run sees what every later run sees", async (t) => {
    const store = await stores.open(t);
    const make = (): unknown => ({ at: new Date(0), gone: undefined });
    const first = await createSteps(store, "r", ctx).step("a", make);
    const again = await createSteps(store, "r", ctx).step("a", make);
    assert.deepEqual(first, { at: "1970-01-01T00:00:00.000Z" });
    assert.deepEqual(again, first);
    const steps = createSteps(store, "u", ctx);
    assert.equal(await steps.step("nothing", () => undefined), undefined);
    assert.equal(await createSteps(store, "u", ctx).step("nothing", () => 1), undefined);
  });

  test("another name at the same place is a bug", async (t) => {
    const store = await stores.open(t);
    await createSteps(store, "r", ctx).step("read", () => 1);
    await assert.rejects(
      createSteps(store, "r", ctx).step("write", () => 2),
      isError("E_BUG", /"read" before and is "write" now/),
    );
  });

  test("a step that failed is not stored and can be tried again in its place", async (t) => {
    const store = await stores.open(t);
    const steps = createSteps(store, "r", ctx);
    await assert.rejects(
      steps.step("fill", () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await steps.step("fill", () => 1), 1);
    assert.equal(await steps.step("next", () => 2), 2);
    const again = createSteps(store, "r", ctx);
    assert.equal(await again.step("fill", () => 9), 1);
    assert.equal(await again.step("next", () => 9), 2);
  });

  test("a cancelled run starts no new step, and still replays old ones", async (t) => {
    const store = await stores.open(t);
    await createSteps(store, "r", ctx).step("a", () => 1);
    const steps = createSteps(store, "r", createContext({ signal: AbortSignal.abort() }));
    assert.equal(await steps.step("a", () => 2), 1);
    await assert.rejects(
      steps.step("b", () => 2),
      { name: "AbortError" },
    );
  });
}
