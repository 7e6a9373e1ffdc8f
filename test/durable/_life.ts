import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../src/core/index.ts";
import { defineQueue, defineWorkflow, type WorkflowRun } from "../../src/durable/index.ts";
import { isError } from "../store/_setup.ts";
import { createGate, until } from "./_gate.ts";
import type { OpenEngine } from "./_suite.ts";

/** Ends, goes on, again from a step, children, removal. */
export function testLife(open: OpenEngine): void {
  testGoingOn(open);
  testForks(open);
  testChildren(open);
  testRetention(open);
}

function testGoingOn(open: OpenEngine): void {
  test("what was cancelled goes on where it was; what it did is not done again", async (t) => {
    const ran: string[] = [];
    const gate = createGate();
    const job = defineWorkflow("job", async (_input: null, run) => {
      await run.step("a", () => void ran.push("a"));
      await run.step("b", async () => {
        ran.push("b");
        await gate.pass();
      });
      return run.step("c", () => ran.push("c"));
    });
    const { workflows } = await open(t, [job]);
    await workflows.start(job, null, { id: "j" });
    await until("it is in b", () => gate.now === 1);
    await workflows.cancel("j");
    gate.open();
    await assert.rejects(workflows.result("j"), isError("E_CANCELLED"));
    await workflows.resume("j");
    assert.equal(await workflows.result("j"), 4);
    assert.deepEqual(ran, ["a", "b", "b", "c"]);
    await assert.rejects(workflows.resume("j"), isError("E_INPUT"));
    await assert.rejects(workflows.resume("nobody"), isError("E_NOT_FOUND"));
  });

  test("an execution that is not the owner any more can tell, and what it returns is recorded nowhere", async (t) => {
    const gate = createGate();
    const told: unknown[] = [];
    let runs = 0;
    const job = defineWorkflow("job", async (_input: null, run) => {
      const mine = (runs += 1);
      await run.ensureOwner();
      return run.step("hold", async () => {
        if (mine > 1) return "second";
        await gate.pass();
        told.push(await run.ensureOwner().catch((thrown: unknown) => thrown));
        return "first";
      });
    });
    const { workflows } = await open(t, [job]);
    await workflows.start(job, null, { id: "j" });
    await until("it is in its step", () => gate.now === 1);
    await workflows.cancel("j");
    await workflows.resume("j");
    assert.equal(await workflows.result("j"), "second");
    gate.open();
    await until("the first was told", () => told.length === 1);
    assert.ok(told[0] instanceof AppError && told[0].code === "E_CANCELLED");
    assert.deepEqual(
      (await workflows.steps("j")).map(({ result }) => result),
      ["second"],
    );
  });
}

function testForks(open: OpenEngine): void {
  test("a run that takes longer than it may is cancelled, and its signal fires", async (t) => {
    const seen: string[] = [];
    const job = defineWorkflow("job", (_input: null, run) => run.step("long", () => untilEnded(run, seen)));
    const { workflows } = await open(t, [job]);
    const { result } = await workflows.start(job, null, { id: "j", timeoutMs: 300 });
    await assert.rejects(result(), isError("E_CANCELLED"));
    await until("the signal fired", () => seen.length === 1);
    assert.equal((await workflows.find("j"))?.state, "cancelled");
  });

  test("a fork has done what came before its step, and does the rest itself", async (t) => {
    const ran: string[] = [];
    const job = defineWorkflow("job", async (_input: null, run) => {
      const note = (name: string) => run.step(name, () => ran.push(`${run.id}/${name}`));
      await run.setEvent("stage", "early");
      await note("a");
      await run.writeStream("log", "from a");
      await note("b");
      await run.setEvent("stage", "late");
      return note("c");
    });
    const { workflows } = await open(t, [job]);
    await (await workflows.start(job, null, { id: "j" })).result();
    const steps = await workflows.steps("j");
    const fromStep = steps.find(({ name }) => name === "b")?.index ?? -1;
    ran.length = 0;
    const handle = await workflows.fork("j", { fromStep, id: "f" });
    assert.equal(await handle.result(), 2);
    assert.deepEqual(ran, ["f/b", "f/c"]);
    const info = await workflows.find("f");
    assert.deepEqual([info?.forkedFrom, info?.state, info?.workflow], ["j", "done", "job"]);
    assert.deepEqual(
      (await workflows.steps("f")).map(({ name }) => name),
      steps.map(({ name }) => name),
    );
    assert.deepEqual(await Array.fromAsync(workflows.readStream("f", "log")), ["from a"]);
    assert.equal(await workflows.event("f", "stage"), "late");
    await assert.rejects(workflows.fork("nobody", { fromStep: 0, id: "g" }), isError("E_NOT_FOUND"));
  });
}

function testChildren(open: OpenEngine): void {
  test("a child that fails fails its parent's step; cancelling takes the children along when it is asked", async (t) => {
    const gate = createGate();
    const child = defineWorkflow("child", async (what: string, run) => {
      if (what === "fails") throw new AppError("E_REFUSED", "Not this one.", { hint: "Another." });
      await run.step("hold", () => Promise.race([gate.pass(), untilEnded(run, [])]));
    });
    const parent = defineWorkflow("parent", async (what: string, run) => {
      await (await run.child(child, what)).result();
    });
    const { workflows } = await open(t, [child, parent]);
    const { result } = await workflows.start(parent, "fails", { id: "p" });
    await assert.rejects(result(), isError("E_REFUSED", /Not this one\. Another/));
    await workflows.start(parent, "holds", { id: "q" });
    await until("the child runs", () => gate.now === 1);
    await workflows.cancel("q", { children: true });
    const [info] = await workflows.list({ parent: "q" });
    await assert.rejects(workflows.result(info?.id ?? ""), isError("E_CANCELLED"));
    gate.open();
  });

  test("a close amid children: the parent goes on with the same ones", async (t) => {
    const started: number[] = [];
    let kept = 0;
    const gate = createGate();
    const child = defineWorkflow("child", async (at: number, run) => {
      await run.step("note", () => void started.push(at));
      kept += 1;
      return run.waitForSignal("go");
    });
    const parent = defineWorkflow("parent", async (_input: null, run) => {
      const handles = [await run.child(child, 0), await run.child(child, 1)];
      await run.step("started", () => Promise.race([gate.pass(), pause(1)]));
      return Promise.all(handles.map((handle) => handle.result()));
    });
    const { workflows, again } = await open(t, [child, parent]);
    await workflows.start(parent, null, { id: "p" });
    await until("the first step of both is kept", () => kept === 2); // one that is not may be done again
    await workflows.close();
    const next = await again([child, parent]);
    const children = await next.list({ parent: "p" });
    assert.equal(children.length, 2);
    for (const [at, { id }] of children.entries()) await next.signal(id, "go", at);
    assert.deepEqual(((await next.result("p")) as number[]).toSorted(), [0, 1]);
    assert.equal(started.length, 2);
  });

  test("what has ended can be removed, all or none; what has not, cannot", async (t) => {
    const gate = createGate();
    const job = defineWorkflow("job", async (wait: boolean, run) => {
      await run.setEvent("e", 1);
      await run.writeStream("s", 1);
      if (wait) await run.step("hold", () => gate.pass());
      return run.step("a", () => "x".repeat(100));
    });
    const queue = defineQueue("any");
    const { workflows } = await open(t, [job], [queue]);
    for (const id of ["a", "b"]) await (await workflows.start(job, false, { id, queue })).result();
    const held = await workflows.start(job, true, { id: "c" });
    await until("c runs", () => gate.now === 1);
    await assert.rejects(workflows.delete(["a", "c"]), isError("E_INPUT", /c has not ended/));
    assert.equal((await workflows.list()).length, 3);
    await workflows.delete(["a", "nobody"]);
    gate.open();
    await held.result();
    assert.deepEqual(
      (await workflows.list()).map(({ id }) => id),
      ["b", "c"],
    );
    await assert.rejects(workflows.steps("a"), isError("E_NOT_FOUND"));
    assert.equal((await (await workflows.start(job, false, { id: "a" })).result()).length, 100);
  });
}

function testRetention(open: OpenEngine): void {
  test("what ended long ago goes, failures later; what has not ended, and its children, stay", async (t) => {
    const bulk = defineWorkflow("bulk", (_input: null, run) => run.step("a", () => "x".repeat(500)));
    const bad = defineWorkflow("bad", () => Promise.reject(new AppError("E_INPUT", "No.")));
    const parent = defineWorkflow("parent", async (_input: null, run) => {
      const child = await run.child(bulk, null);
      await run.waitForSignal("go");
      return (await child.result()).length;
    });
    const { workflows } = await open(t, [bulk, bad, parent]);
    const ids = Array.from({ length: 120 }, (_, at) => `b${at}`);
    await Promise.all(ids.map(async (id) => (await workflows.start(bulk, null, { id })).result()));
    await (await workflows.start(bad, null, { id: "bad" })).result().catch(() => undefined);
    await workflows.start(parent, null, { id: "p" });
    await until(
      "the child has ended",
      async () => (await workflows.list({ parent: "p", states: ["done"] })).length === 1,
    );
    assert.equal((await workflows.prune({ olderThanMs: 60_000 })).removed, 0);
    const { removed, bytes, bytesBefore } = await workflows.prune({ olderThanMs: 0, failedOlderThanMs: 60_000 });
    assert.equal(removed, 120);
    assert.ok(bytes > 0 && bytesBefore > 0);
    const states = (await workflows.list()).map(({ workflow, state }) => `${workflow} ${state}`);
    assert.deepEqual(states.toSorted(), ["bad failed", "bulk done", "parent running"]);
    await workflows.signal("p", "go", null);
    assert.equal(await workflows.result("p"), 500);
    assert.equal((await workflows.prune({ olderThanMs: 0 })).removed, 3);
    assert.deepEqual(await workflows.list(), []);
  });
}

async function untilEnded(run: WorkflowRun, seen: string[]): Promise<void> {
  while (!run.signal.aborted) await pause(5);
  seen.push("signal");
  run.signal.throwIfAborted();
}
