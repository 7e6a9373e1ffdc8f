import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { defineQueue, defineWorkflow } from "../../src/durable/index.ts";
import { isError } from "../store/_setup.ts";
import type { OpenEngine } from "./_suite.ts";

/** What others see of a run: events, streams, lists, steps. */
export function testSeen(open: OpenEngine): void {
  testPublished(open);
  testFound(open);
}

function testPublished(open: OpenEngine): void {
  test("an event is the latest value of its key, and is waited for", async (t) => {
    const job = defineWorkflow("job", async (_input: null, run) => {
      await run.setEvent("stage", { at: 1 });
      await run.waitForSignal("go");
      await run.setEvent("stage", { at: 2 });
      await run.setEvent("nothing", null);
      await run.waitForSignal("go");
    });
    const { workflows } = await open(t, [job]);
    await workflows.start(job, null, { id: "j" });
    assert.deepEqual(await workflows.event("j", "stage", { waitMs: 20_000 }), { at: 1 });
    const waiting = workflows.event("j", "nothing", { waitMs: 20_000 });
    const from = performance.now();
    await workflows.signal("j", "go", 1);
    assert.equal(await waiting, null);
    assert.ok(performance.now() - from < 10_000, "it was woken rather than found after its time");
    assert.deepEqual(await workflows.event("j", "stage"), { at: 2 });
    assert.equal(await workflows.event("j", "never"), null);
    assert.equal(await workflows.event("j", "never", { waitMs: 30 }), null);
    await assert.rejects(workflows.event("nobody", "stage"), isError("E_NOT_FOUND"));
  });

  test("a stream is read from any entry, while it is written, to its close or the end of the work", async (t) => {
    const job = defineWorkflow("job", async (closes: boolean, run) => {
      for (let at = 0; at < 3; at++) await run.writeStream("log", { at });
      await run.waitForSignal("go");
      await run.writeStream("log", "last");
      if (!closes) return;
      await run.closeStream("log");
      await run.waitForSignal("go");
    });
    const { workflows } = await open(t, [job]);
    for (const closes of [true, false]) {
      const id = String(closes);
      await workflows.start(job, closes, { id });
      const seen: unknown[] = [];
      for await (const entry of workflows.readStream(id, "log", { from: 1 })) {
        seen.push(entry);
        if (seen.length === 2) await workflows.signal(id, "go", null);
      }
      assert.deepEqual(seen, [{ at: 1 }, { at: 2 }, "last"]);
      assert.equal((await Array.fromAsync(workflows.readStream(id, "log"))).length, 4);
    }
    const nobody = workflows.readStream("nobody", "log")[Symbol.asyncIterator]();
    await assert.rejects(nobody.next(), isError("E_NOT_FOUND"));
    const left = workflows.readStream("true", "other", { signal: AbortSignal.timeout(30) })[Symbol.asyncIterator]();
    await assert.rejects(left.next(), (thrown) => thrown instanceof Error);
  });
}

function testFound(open: OpenEngine): void {
  test("runs are found by what they carry, where they came from, and when", async (t) => {
    const child = defineWorkflow("child", () => Promise.resolve(null));
    const job = defineWorkflow("job", async (_input: null, run) => {
      await (await run.child(child, null, { attributes: { of: run.id } })).result();
    });
    const queue = defineQueue("jobs");
    const { workflows } = await open(t, [child, job], [queue]);
    const mail = { desk: "inbox", mail: { from: "a@example.org", size: 3 }, tags: ["x", "y"] };
    await (await workflows.start(job, null, { id: "a", attributes: mail })).result();
    await pause(5);
    const between = Date.now();
    await pause(5);
    await (await workflows.start(job, null, { id: "b", queue, attributes: { desk: "trading" } })).result();
    const find = async (filter: Parameters<typeof workflows.list>[0]) =>
      (await workflows.list(filter)).map(({ id, parent }) => (parent === null ? id : `${parent}'s`)).toSorted();
    assert.deepEqual(await find({ attributes: { desk: "inbox" } }), ["a"]);
    assert.deepEqual(await find({ attributes: { mail: { from: "a@example.org" } } }), ["a"]);
    assert.deepEqual(await find({ attributes: { tags: ["y"], desk: "inbox" } }), ["a"]);
    assert.deepEqual(await find({ attributes: { desk: "inbox", mail: { size: 4 } } }), []);
    assert.deepEqual(await find({ attributes: { of: "b" } }), ["b's"]);
    assert.deepEqual(await find({ parent: "a" }), ["a's"]);
    assert.deepEqual(await find({ queue: "jobs" }), ["b"]);
    assert.deepEqual(await find({ queue: "jobs", attributes: { desk: "inbox" } }), []);
    assert.deepEqual(await find({ workflow: "job", createdUntil: between }), ["a"]);
    assert.deepEqual(await find({ workflow: "job", createdFrom: between }), ["b"]);
    assert.deepEqual(await find({ states: ["done"], limit: 2, offset: 1, newestFirst: true }), ["a's", "b"]);
    const [a, b] = [await workflows.find("a"), await workflows.find("b")];
    assert.deepEqual([a?.attributes, a?.queue, a?.key, a?.parent], [mail, null, null, null]);
    assert.deepEqual([b?.attributes, b?.queue], [{ desk: "trading" }, "jobs"]);
  });

  test("steps come page by page", async (t) => {
    const job = defineWorkflow("job", async (_input: null, run) => {
      for (let at = 0; at < 5; at++) await run.step(`s${at}`, () => at);
    });
    const { workflows } = await open(t, [job]);
    await (await workflows.start(job, null, { id: "j" })).result();
    const page = async (options: { limit?: number; offset?: number }) =>
      (await workflows.steps("j", options)).map(({ name, index }) => `${name}@${index}`);
    assert.deepEqual(await page({ limit: 2 }), ["s0@0", "s1@1"]);
    assert.deepEqual(await page({ limit: 2, offset: 4 }), ["s4@4"]);
    assert.deepEqual(await page({ offset: 3 }), ["s3@3", "s4@4"]);
  });
}
