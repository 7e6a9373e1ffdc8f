import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { AppError, type ErrorCode } from "../../src/core/index.ts";
import { defineWorkflow, type Queue, type Workflow, type Workflows } from "../../src/durable/index.ts";
import { isError } from "../store/_setup.ts";
import { until } from "./_gate.ts";
import { testLife } from "./_life.ts";
import { testFanOut, testQueues } from "./_queues.ts";
import { testSeen } from "./_seen.ts";

export type Known = [workflows: readonly Workflow<never, unknown>[], queues?: readonly Queue[]];

/** Opens an engine; `again` opens the same store once more after a close. */
export interface Opened {
  workflows: Workflows;
  again(...known: Known): Promise<Workflows>;
}
export type OpenEngine = (t: TestContext, ...known: Known) => Promise<Opened>;

/** The contract of `Workflows` (src/durable/types.ts), for every store that it is built on. */
export function describeWorkflows(name: string, open: OpenEngine, skip: string | false = false): void {
  describe(`workflows on ${name}`, { skip }, () => {
    testStarts(open);
    testSteps(open);
    testCancel(open);
    testWaits(open);
    testClose(open);
    testQueues(open);
    testFanOut(open);
    testLife(open);
    testSeen(open);
  });
}

function testStarts(open: OpenEngine): void {
  test("the same id starts the work once, and every start gets its result", async (t) => {
    let runs = 0;
    const add = defineWorkflow("add", async ({ a, b }: { a: number; b: number }, run) => {
      runs += 1;
      return { sum: await run.step("sum", () => a + b) };
    });
    const { workflows } = await open(t, [add]);
    const first = await workflows.start(add, { a: 1, b: 2 }, { id: "one" });
    const second = await workflows.start(add, { a: 5, b: 5 }, { id: "one" });
    assert.deepEqual([await first.result(), await second.result()], [{ sum: 3 }, { sum: 3 }]);
    const third = await workflows.start(add, { a: 7, b: 7 }, { id: "one" });
    assert.deepEqual([await third.result(), await workflows.result("one")], [{ sum: 3 }, { sum: 3 }]);
    assert.equal(runs, 1);
    const other = defineWorkflow("other", () => Promise.resolve(1));
    await assert.rejects(workflows.start(other, null, { id: "one" }), isError("E_BUG"));
  });

  test("an id of another kind of work is E_INPUT, an unknown one E_NOT_FOUND", async (t) => {
    const a = defineWorkflow("a", () => Promise.resolve(1));
    const b = defineWorkflow("b", () => Promise.resolve(2));
    const { workflows } = await open(t, [a, b]);
    await (await workflows.start(a, null, { id: "x" })).result();
    await assert.rejects(workflows.start(b, null, { id: "x" }), isError("E_INPUT"));
    for (const call of [workflows.result, workflows.cancel, workflows.steps]) {
      await assert.rejects(call("nobody"), isError("E_NOT_FOUND"));
    }
    await assert.rejects(workflows.signal("nobody", "t", 1), isError("E_NOT_FOUND"));
    assert.equal(await workflows.find("nobody"), null);
  });
}

function testSteps(open: OpenEngine): void {
  test("results are what JSON makes of them, nothing included", async (t) => {
    const shapes = defineWorkflow("shapes", async (_input: null, run) => ({
      nothing: (await run.step("nothing", () => undefined)) === undefined,
      date: await run.step<unknown>("date", () => new Date(0)),
      list: await run.step("list", () => [1, "ä", null, { deep: true }]),
    }));
    const { workflows } = await open(t, [shapes]);
    const result = await (await workflows.start(shapes, null, { id: "s" })).result();
    const expected = { nothing: true, date: "1970-01-01T00:00:00.000Z", list: [1, "ä", null, { deep: true }] };
    assert.deepEqual(result, expected);
  });

  test("an error of the body reaches who waits with code and hint, then and later", async (t) => {
    const fails = defineWorkflow("fails", async (code: ErrorCode, run) => {
      await run.step("fail", () => {
        throw new AppError(code, "Too dear.", { hint: "Ask.", data: { cents: 5 } });
      });
    });
    const { workflows } = await open(t, [fails]);
    const { result } = await workflows.start(fails, "E_REFUSED", { id: "f" });
    for (const wait of [result, () => workflows.result("f")]) {
      const error = await wait().catch((thrown: unknown) => thrown);
      assert.ok(error instanceof AppError);
      assert.deepEqual(
        [error.code, error.message, error.hint, error.data],
        ["E_REFUSED", "Too dear.", "Ask.", { cents: 5 }],
      );
    }
    assert.equal((await workflows.find("f"))?.state, "failed");
    assert.deepEqual(
      (await workflows.steps("f")).map((step) => [step.name, step.failed]),
      [["fail", true]],
    );
  });

  test("work that fails and that nobody waits for harms nobody", async (t) => {
    const fails = defineWorkflow("fails", () => Promise.reject(new AppError("E_INPUT", "No.")));
    const { workflows } = await open(t, [fails]);
    await workflows.start(fails, null, { id: "f" });
    await pause(30); // a rejection that nobody caught would end the process here
    assert.equal((await workflows.find("f"))?.state, "failed");
    await assert.rejects(workflows.result("f"), isError("E_INPUT"));
  });

  test("a step is tried again as often as it says, and not when that cannot help", async (t) => {
    const tries: string[] = [];
    const stubborn = defineWorkflow("stubborn", async (kind: string, run) =>
      run.step(
        kind,
        () => {
          tries.push(kind);
          if (kind === "never") throw new AppError("E_INPUT", "Wrong.");
          if (tries.filter((one) => one === kind).length < 3) throw new AppError("E_NETWORK", `Try ${tries.length}.`);
          return tries.length;
        },
        { attempts: kind === "twice" ? 2 : 5, pauseMs: 1 },
      ),
    );
    const { workflows } = await open(t, [stubborn]);
    const run = async (kind: string) => (await workflows.start(stubborn, kind, { id: kind })).result();
    assert.equal(await run("often"), 3);
    await assert.rejects(run("never"), isError("E_INPUT"));
    await assert.rejects(run("twice"), isError("E_NETWORK", /Try/));
    assert.deepEqual(tries, ["often", "often", "often", "never", "twice", "twice"]);
  });
}

function testCancel(open: OpenEngine): void {
  test("cancel ends it between steps and fires its signal", async (t) => {
    const reached = Promise.withResolvers<void>();
    const seen: string[] = [];
    const long = defineWorkflow("long", async (_input: null, run) => {
      await run.step("first", () => 1);
      await run.step("second", async () => {
        run.signal.addEventListener("abort", () => seen.push("signal"));
        reached.resolve();
        while (!run.signal.aborted) await pause(2);
      });
      seen.push("went on");
      await run.step("third", () => seen.push("third"));
    });
    const { workflows } = await open(t, [long]);
    const { result } = await workflows.start(long, null, { id: "c" });
    const ended = assert.rejects(result(), isError("E_CANCELLED"));
    await reached.promise;
    await workflows.cancel("c");
    await ended;
    assert.deepEqual(seen, ["signal"]);
    assert.equal((await workflows.find("c"))?.state, "cancelled");
    await assert.rejects(workflows.result("c"), isError("E_CANCELLED"));
    await workflows.cancel("c");
  });

  test("cancel leaves what has ended", async (t) => {
    const quick = defineWorkflow("quick", () => Promise.resolve("done"));
    const { workflows } = await open(t, [quick]);
    await (await workflows.start(quick, null, { id: "q" })).result();
    await workflows.cancel("q");
    assert.equal((await workflows.find("q"))?.state, "done");
    assert.equal(await workflows.result("q"), "done");
  });
}

function testWaits(open: OpenEngine): void {
  test("fifty steps side by side are fifty records", async (t) => {
    const wide = defineWorkflow("wide", async (count: number, run) => {
      const steps = Array.from({ length: count }, (_, at) => run.step(`s${at}`, () => pause(at % 5).then(() => at)));
      return (await Promise.all(steps)).reduce((sum, at) => sum + at, 0);
    });
    const { workflows } = await open(t, [wide]);
    assert.equal(await (await workflows.start(wide, 50, { id: "w" })).result(), 1225);
    const steps = await workflows.steps("w");
    assert.deepEqual(
      steps.map((step) => [step.name, step.result]),
      Array.from({ length: 50 }, (_, at) => [`s${at}`, at]),
    );
  });

  test("sleep lasts, and a signal is taken once, whether it came before or during the wait", async (t) => {
    const waits = defineWorkflow("waits", async (ms: number, run) => {
      await run.sleep(ms);
      return [
        await run.waitForSignal("go"),
        await run.waitForSignal("go"),
        await run.waitForSignal("no", { waitMs: 5 }),
      ];
    });
    const { workflows } = await open(t, [waits]);
    const from = performance.now();
    const { result } = await workflows.start(waits, 60, { id: "w" });
    await workflows.signal("w", "go", { n: 1 }, { key: "k" });
    await workflows.signal("w", "go", { n: 1 }, { key: "k" });
    await pause(120);
    await workflows.signal("w", "go", { n: 2 });
    assert.deepEqual(await result(), [{ n: 1 }, { n: 2 }, null]);
    assert.ok(performance.now() - from >= 60);
  });

  test("a signal wakes who waits, who does not look for it only once a second", async (t) => {
    const woken: number[] = [];
    const waits = defineWorkflow("waits", async (times: number, run) => {
      for (let at = 0; at < times; at++) {
        await run.waitForSignal("go");
        await run.step("woken", () => woken.push(performance.now()));
      }
    });
    const { workflows } = await open(t, [waits]);
    await workflows.start(waits, 4, { id: "w" });
    const delays: number[] = [];
    for (let at = 0; at < 4; at++) {
      await pause(50); // it is back at its wait
      const sent = performance.now();
      await workflows.signal("w", "go", null);
      await until("it woke", () => woken.length > at);
      delays.push((woken[at] ?? 0) - sent);
    }
    // Each look comes a second after the last: without a wake all four would take nearly that, on a loaded machine more.
    assert.ok(Math.min(...delays) < 500, `${delays.map(Math.round).join(", ")} ms`);
  });

  test("runs are listed by state, kind and age", async (t) => {
    const good = defineWorkflow("good", () => Promise.resolve(1));
    const bad = defineWorkflow("bad", () => Promise.reject(new AppError("E_INPUT", "No.")));
    const { workflows } = await open(t, [good, bad]);
    for (const id of ["g1", "g2", "g3"]) {
      await (await workflows.start(good, null, { id })).result();
      await pause(2);
    }
    await (await workflows.start(bad, null, { id: "b1" })).result().catch(() => undefined);
    const ids = async (filter?: Parameters<typeof workflows.list>[0]) =>
      (await workflows.list(filter)).map(({ id }) => id);
    assert.deepEqual(await ids(), ["g1", "g2", "g3", "b1"]);
    assert.deepEqual(await ids({ workflow: "good", newestFirst: true, limit: 2 }), ["g3", "g2"]);
    assert.deepEqual(await ids({ states: ["failed", "cancelled"] }), ["b1"]);
    assert.deepEqual(await ids({ ids: ["g2", "nobody"] }), ["g2"]);
    const [info] = await workflows.list({ ids: ["g1"] });
    assert.equal(info?.workflow, "good");
    assert.ok(info.createdAt > 0 && (info.completedAt ?? 0) >= info.createdAt);
  });
}

function testClose(open: OpenEngine): void {
  test("what a close left goes on at the next opening, without a step twice", async (t) => {
    const ran: string[] = [];
    const gate = { shut: true };
    const reached = Promise.withResolvers<void>();
    const long = defineWorkflow("long", async (_input: null, run) => {
      await run.step("a", () => ran.push("a"));
      await run.step("b", async () => {
        ran.push("b");
        reached.resolve();
        while (gate.shut && !run.signal.aborted) await pause(2);
        run.signal.throwIfAborted();
      });
      return run.step("c", () => ran.push("c"));
    });
    const { workflows, again } = await open(t, [long]);
    const { result } = await workflows.start(long, null, { id: "l" });
    const waiting = assert.rejects(result(), isError("E_CANCELLED"));
    await reached.promise;
    await workflows.close({ drainMs: 30 });
    await waiting;
    await assert.rejects(workflows.list(), isError("E_STORE"));
    gate.shut = false;
    const next = await again([long]);
    assert.equal(await next.result("l"), 4);
    assert.deepEqual(ran, ["a", "b", "b", "c"]);
  });

  test("a body that does something else on its second run is E_BUG and not mixed up", async (t) => {
    const reached = Promise.withResolvers<void>();
    const named = (name: string) =>
      defineWorkflow("changed", async (_input: null, run) => {
        await run.step(name, () => 1);
        reached.resolve();
        await run.waitForSignal("go");
      });
    const { workflows, again } = await open(t, [named("before")]);
    await workflows.start(named("before"), null, { id: "c" });
    await reached.promise;
    await workflows.close();
    const next = await again([named("after")]);
    await assert.rejects(next.result("c"), isError("E_BUG", /before/));
  });

  test("work of a kind that is not known any more waits, and goes on when it is again", async (t) => {
    const reached = Promise.withResolvers<void>();
    const old = defineWorkflow("old", async (_input: null, run) => {
      reached.resolve();
      return run.waitForSignal("go");
    });
    const other = defineWorkflow("other", () => Promise.resolve(1));
    const { workflows, again } = await open(t, [old]);
    await workflows.start(old, null, { id: "o" });
    await reached.promise;
    await workflows.close();
    const without = await again([other]);
    await pause(1_300);
    assert.equal((await without.find("o"))?.state, "running");
    await without.signal("o", "go", "on");
    await without.close();
    const next = await again([old, other]);
    assert.equal(await next.result("o"), "on");
  });

  test("close waits for what ends in time", async (t) => {
    const short = defineWorkflow("short", (_input: null, run) => run.step("s", () => pause(50).then(() => "whole")));
    const { workflows, again } = await open(t, [short]);
    const { result } = await workflows.start(short, null, { id: "s" });
    const [end] = await Promise.all([result(), workflows.close({ drainMs: 2_000 })]);
    assert.equal(end, "whole");
    const next = await again([short]);
    assert.equal((await next.find("s"))?.state, "done");
  });

  test("a wait for a result can be given up without harm to the work", async (t) => {
    const waits = defineWorkflow("waits", (_input: null, run) => run.waitForSignal("go"));
    const { workflows } = await open(t, [waits]);
    await workflows.start(waits, null, { id: "w" });
    await assert.rejects(workflows.result("w", { signal: AbortSignal.timeout(20) }), isError("E_CANCELLED"));
    await workflows.signal("w", "go", "on");
    assert.equal(await workflows.result("w"), "on");
  });
}
