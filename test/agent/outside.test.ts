import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createOutside, openOutside, type Outside } from "../../src/agent/outside.ts";
import { AppError, type Context } from "../../src/core/index.ts";
import { createContext, isError, tempStore } from "../store/_setup.ts";

async function open(t: TestContext) {
  const closing = new AbortController();
  const ctx = createContext({ signal: closing.signal });
  t.after(() => closing.abort());
  const store = await tempStore(t, ctx);
  const parts = openOutside(store, ctx);
  const ran: unknown[] = [];
  const call = (outside: Outside, input: unknown, work?: (inner: Context) => Promise<unknown>) =>
    outside({ tool: "post", version: "1", input, title: "post" }, work ?? (() => Promise.resolve(ran.push(input))));
  /** As the run finds it in this process, or in the next one. */
  const runAgain = (): Outside => createOutside(openOutside(store, ctx), "run_1");
  const states = async () => (await store.effects.list({ limit: 9 })).map(({ state }) => state).toReversed();
  return { ctx, store, outside: createOutside(parts, "run_1"), call, ran, runAgain, states };
}

test("each call is an act of its own, and is done once however often the run is taken up", async (t) => {
  const { outside, call, ran, runAgain, states } = await open(t);
  assert.equal(await call(outside, { to: "a" }), 1);
  assert.equal(await call(outside, { to: "b" }), 2);
  assert.equal(await call(outside, { to: "a" }), 3, "the same a second time is a second act");
  const later = runAgain();
  assert.deepEqual([await call(later, { to: "a" }), await call(later, { to: "b" })], [1, 2], "what was recorded");
  assert.equal(ran.length, 3);
  assert.deepEqual(await states(), ["confirmed", "confirmed", "confirmed"]);
});

test("what a tool says before anything left, and its own failure, are certain; a broken line is not", async (t) => {
  const { outside, call, states } = await open(t);
  const fails = (input: number, error: Error) => call(outside, input, () => Promise.reject(error));
  await assert.rejects(fails(1, new AppError("E_REFUSED", "other tools")), isError("E_REFUSED", /other tools/));
  const answered = new AppError("E_COMMAND", "no such thing", { data: { answered: true } });
  await assert.rejects(fails(2, answered), isError("E_COMMAND", /no such thing/));
  await assert.rejects(fails(3, new AppError("E_COMMAND", "it ended")), isError("E_EFFECT_UNKNOWN", /it ended/));
  await assert.rejects(fails(4, new AppError("E_CANCELLED", "cancelled")), isError("E_EFFECT_UNKNOWN"));
  assert.deepEqual(await states(), ["failed", "failed", "unknown", "unknown"]);
});

test("a call during which the process ended is not made again: nobody knows whether it happened", async (t) => {
  const { outside, call, ran, runAgain, states } = await open(t);
  const begun = Promise.withResolvers<void>();
  void call(outside, { to: "a" }, () => (begun.resolve(), new Promise(() => {}))).catch(() => undefined);
  await begun.promise; // and there the process is gone
  await assert.rejects(call(runAgain(), { to: "a" }), isError("E_EFFECT_UNKNOWN", /Kralle ended/));
  assert.deepEqual([ran, await states()], [[], ["unknown"]]);
});

test("STOP holds the next call", async (t) => {
  const { outside, call, ran, store, ctx } = await open(t);
  await call(outside, 1);
  await store.stops.set({ by: "owner", reason: "" }, ctx);
  await assert.rejects(call(outside, 2), isError("E_STOPPED"));
  await store.stops.release("owner", ctx);
  await call(outside, 3);
  assert.deepEqual(ran, [1, 3]);
});
