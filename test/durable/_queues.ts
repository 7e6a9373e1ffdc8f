import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { defineQueue, defineWorkflow } from "../../src/durable/index.ts";
import { isError } from "../store/_setup.ts";
import { createGate, until } from "./_gate.ts";
import type { OpenEngine } from "./_suite.ts";

/** Longer than a queue waits between two looks, on every store: what may begin by then has begun. */
const LOOKS_MS = 700;

export function testQueues(open: OpenEngine): void {
  testLimits(open);
  testWords(open);
  testReturns(open);
}

function testLimits(open: OpenEngine): void {
  test("limits over all and for each key are reached and never passed", async (t) => {
    const gate = createGate();
    const job = defineWorkflow("job", (key: string, run) => run.step("hold", () => gate.pass(key)));
    const queue = defineQueue("keys", { concurrency: 5, perKey: { concurrency: 2 } });
    const { workflows } = await open(t, [job], [queue]);
    const starts = Array.from({ length: 20 }, (_, at) => ({ id: `j${at}`, key: `k${at % 4}` }));
    const handles = [];
    for (const { id, key } of starts) handles.push(await workflows.start(job, key, { id, queue, key }));
    await until("five run", () => gate.now === 5);
    await pause(LOOKS_MS);
    gate.open();
    await Promise.all(handles.map((handle) => handle.result()));
    assert.equal(gate.most, 5);
    assert.equal(Math.max(...gate.mostByKey.values()), 2);
    assert.equal(gate.mostByKey.size, 4);
  });

  test("the lower number goes first, of the same who came first", async (t) => {
    const order: string[] = [];
    const gate = createGate();
    const job = defineWorkflow("job", async (name: string, run) => {
      await run.step("note", () => void order.push(name));
      if (name === "first") await run.step("hold", () => gate.pass());
    });
    const queue = defineQueue("one", { concurrency: 1 });
    const { workflows } = await open(t, [job], [queue]);
    const start = (id: string, priority?: number) =>
      workflows.start(job, id, { id, queue, ...(priority === undefined ? {} : { priority }) });
    await start("first");
    await until("the first runs", () => gate.now === 1);
    const handles = [];
    for (const [id, priority] of [
      ["c", 7],
      ["b", 3],
      ["d", 7],
      ["a", undefined],
    ] as const) {
      handles.push(await start(id, priority));
      await pause(3);
    }
    gate.open();
    await Promise.all(handles.map((handle) => handle.result()));
    assert.deepEqual(order, ["first", "a", "b", "c", "d"]);
  });

  test("not more begin in a period than its rate says", async (t) => {
    const began: number[] = [];
    const job = defineWorkflow("job", (_input: null, run) =>
      run.step("note", () => void began.push(performance.now())),
    );
    const queue = defineQueue("slow", { rate: { starts: 3, perMs: 1_000 } });
    const { workflows } = await open(t, [job], [queue]);
    const from = performance.now();
    const handles = [];
    for (let at = 0; at < 7; at++) handles.push(await workflows.start(job, null, { id: `j${at}`, queue }));
    await Promise.all(handles.map((handle) => handle.result()));
    // However late one begins that was let in: the fourth is let in a period after the first, the seventh two.
    const after = began.map((at) => Math.round(at - from));
    assert.ok((after[3] ?? 0) >= 980 && (after[6] ?? 0) >= 1_980, `begun after ${after.join(", ")} ms`);
    assert.equal(began.length, 7);
  });
}

function testWords(open: OpenEngine): void {
  test("a word joins what waits or runs under it, and is free again at its end", async (t) => {
    const gate = createGate();
    let ran = 0;
    const job = defineWorkflow("job", async (input: number, run) => {
      await run.step("hold", () => gate.pass());
      return run.step("count", () => [input, ++ran]);
    });
    const queue = defineQueue("words");
    const { workflows } = await open(t, [job], [queue]);
    const first = await workflows.start(job, 1, { id: "a", queue, dedup: "report" });
    const second = await workflows.start(job, 2, { id: "b", queue, dedup: "report" });
    const other = await workflows.start(job, 3, { id: "c", queue, dedup: "letter" });
    assert.deepEqual([first.id, second.id, other.id], ["a", "a", "c"]);
    gate.open();
    assert.deepEqual((await second.result())[0], 1);
    await other.result();
    const third = await workflows.start(job, 4, { id: "d", queue, dedup: "report" });
    assert.equal(third.id, "d");
    assert.deepEqual((await third.result())[0], 4);
    assert.equal(await workflows.find("b"), null);
    assert.equal(ran, 3);
  });

  test("a delayed run waits for its time", async (t) => {
    const job = defineWorkflow("job", (from: number, run) => run.step("wait", () => performance.now() - from));
    const queue = defineQueue("later");
    const { workflows } = await open(t, [job], [queue]);
    const handle = await workflows.start(job, performance.now(), { id: "d", queue, delayMs: 1_000 });
    assert.equal((await workflows.find("d"))?.state, "waiting");
    const waited = await handle.result();
    assert.ok(waited >= 1_000, `${waited} ms`);
  });
}

function testReturns(open: OpenEngine): void {
  test("what was cancelled in a queue never runs; let go on, it waits for its turn in the same queue", async (t) => {
    const gate = createGate();
    const ran: string[] = [];
    const job = defineWorkflow("job", async (name: string, run) => {
      await run.step("note", () => void ran.push(name));
      await run.step("hold", () => gate.pass());
      return name;
    });
    const queue = defineQueue("single", { concurrency: 1 });
    const { workflows } = await open(t, [job], [queue]);
    const first = await workflows.start(job, "first", { id: "first", queue });
    await until("the first runs", () => gate.now === 1);
    const second = await workflows.start(job, "second", { id: "second", queue });
    await workflows.cancel("second");
    await assert.rejects(second.result(), isError("E_CANCELLED"));
    await workflows.resume("second");
    await pause(LOOKS_MS);
    assert.deepEqual([(await workflows.find("second"))?.state, ran], ["waiting", ["first"]]);
    gate.open();
    assert.deepEqual([await first.result(), await workflows.result("second")], ["first", "second"]);
    assert.equal(gate.most, 1);
  });

  test("limits hold again for what a close left", async (t) => {
    const shut = createGate();
    const held = (gate: ReturnType<typeof createGate>) =>
      defineWorkflow("job", (_input: null, run) =>
        run.step("hold", () => Promise.race([gate.pass(), ended(run.signal)])),
      );
    const queue = defineQueue("pair", { concurrency: 2 });
    const { workflows, again } = await open(t, [held(shut)], [queue]);
    const ids = Array.from({ length: 6 }, (_, at) => `j${at}`);
    for (const id of ids) await workflows.start(held(shut), null, { id, queue });
    await until("two run", () => shut.now === 2);
    await workflows.close();
    const gate = createGate();
    const next = await again([held(gate)], [queue]);
    await until("two run again", () => gate.now === 2);
    await pause(LOOKS_MS);
    gate.open();
    await Promise.all(ids.map((id) => next.result(id)));
    assert.equal(gate.most, 2);
  });

  test("what a queue could not keep is refused", async (t) => {
    const job = defineWorkflow("job", () => Promise.resolve(null));
    const queue = defineQueue("keys", { perKey: { concurrency: 1 } });
    const { workflows } = await open(t, [job], [queue]);
    const start = (options: object) => workflows.start(job, null, { id: "x", ...options });
    await assert.rejects(start({ queue }), isError("E_BUG", /needs one/));
    await assert.rejects(start({ queue: defineQueue("other") }), isError("E_BUG", /not in the list/));
    for (const option of [{ key: "k" }, { priority: 1 }, { delayMs: 5 }, { dedup: "d" }]) {
      await assert.rejects(start(option), isError("E_BUG", /need a queue/));
    }
    assert.equal(await workflows.find("x"), null);
  });
}

export function testFanOut(open: OpenEngine): void {
  test("two hundred children, fifty at once, are started once each and summed", async (t) => {
    const gate = createGate();
    let ran = 0;
    const child = defineWorkflow("child", (at: number, run) =>
      run.step("work", async () => {
        ran += 1;
        await gate.pass();
        return at;
      }),
    );
    const queue = defineQueue("wide", { concurrency: 50 });
    const parent = defineWorkflow("parent", async (count: number, run) => {
      const handles = [];
      for (let at = 0; at < count; at++) handles.push(await run.child(child, at, { queue }));
      const results = await Promise.all(handles.map((handle) => handle.result()));
      return results.reduce((sum, at) => sum + at, 0);
    });
    const { workflows } = await open(t, [child, parent], [queue]);
    const from = performance.now();
    const { result } = await workflows.start(parent, 200, { id: "p" });
    await until("fifty run", () => gate.now === 50);
    gate.open();
    assert.equal(await result(), 19_900);
    t.diagnostic(`${Math.round(performance.now() - from)} ms`);
    assert.deepEqual([ran, gate.most], [200, 50]);
    const children = await workflows.list({ parent: "p", states: ["done"] });
    assert.equal(children.length, 200);
  });
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
