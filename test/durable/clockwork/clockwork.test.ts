import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import {
  defineWorkflow,
  openClockwork,
  openWorkflows,
  type Clockwork,
  type Workflows,
} from "../../../src/durable/index.ts";
import { openStore, type Store } from "../../../src/store/index.ts";
import { createContext, isError, tempFolder } from "../../store/_setup.ts";
import { createHandClock, type HandClock } from "./_clock.ts";

const START = Date.parse("2026-11-26T06:30:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface House {
  folder: string;
  clock: HandClock;
  store: Store;
  workflows: Workflows;
  clockwork: Clockwork;
  /** What ran, in order: the work's input, or what it heard. */
  ran: unknown[];
  /** Fails the work while it says why. */
  fail: { why: string | null };
  close(): Promise<void>;
}

/** A store, an engine and a clockwork in a folder; opened again they go on from what is there. */
async function open(t: TestContext, folder: string, now = START): Promise<House> {
  const clock = createHandClock(now);
  const ctx = createContext();
  const ran: unknown[] = [];
  const fail: House["fail"] = { why: null };
  const work = defineWorkflow<{ text: string }, string>("work", async ({ text }, run) => {
    await run.step("do", () => {
      if (fail.why !== null) throw new Error(fail.why);
      ran.push(text);
    });
    return `did ${text}`;
  });
  const listener = defineWorkflow<null, unknown>("listener", async (_input, run) => {
    const heard = await run.waitForSignal("go");
    await run.step("do", () => void ran.push(heard));
    return heard;
  });
  kinds = { work, listener };
  const store = await openStore(join(folder, "home"), ctx);
  const workflows = await openWorkflows(
    { database: { file: join(folder, "engine.db") }, workflows: [work, listener] },
    ctx,
  );
  const clockwork = await openClockwork({ store, workflows, kinds: [work, listener] }, { ...ctx, clock });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await clockwork.close();
    await workflows.close();
    await store.close();
  };
  t.after(close);
  return { folder, clock, store, workflows, clockwork, ran, fail, close };
}

let kinds: {
  work: ReturnType<typeof defineWorkflow<{ text: string }, string>>;
  listener: ReturnType<typeof defineWorkflow<null, unknown>>;
};

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo());) {
    if (Date.now() > end) throw new Error("It did not come to that.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const daily = (missed: "once" | "each" | "skip" = "once") => ({
  name: "briefing",
  workflow: kinds.work,
  input: { text: "brief" },
  pattern: "0 7 * * *",
  zone: "UTC",
  missed,
});

describe("schedules", () => {
  it("run at their moment, and the ledger says when and how it ended", async (t) => {
    const { clock, clockwork, ran } = await open(t, await tempFolder(t));
    const made = await clockwork.schedule(daily());
    assert.equal(made.next, Date.parse("2026-11-26T07:00:00Z"));
    await clockwork.look();
    assert.deepEqual(ran, []);
    clock.set(Date.parse("2026-11-26T07:00:01Z"));
    await until(async () => (await clockwork.ledger("briefing", 10))[0]?.state === "done");
    assert.deepEqual(ran, ["brief"]);
    const [tick] = await clockwork.ledger("briefing", 10);
    assert.equal(tick?.at, Date.parse("2026-11-26T07:00:00Z"));
    assert.equal(tick?.note, "did brief");
    assert.equal((await clockwork.schedules())[0]?.last?.state, "done");
  });

  it("after a sleep of days: once, by the policy; a clock that is set back doubles nothing", async (t) => {
    const { clock, clockwork, ran } = await open(t, await tempFolder(t));
    await clockwork.schedule(daily());
    clock.set(START + 3 * 24 * HOUR_MS);
    await until(() => ran.length === 1);
    clock.set(START + 24 * HOUR_MS);
    await clockwork.look();
    clock.set(START + 3 * 24 * HOUR_MS + MINUTE_MS);
    await clockwork.look();
    assert.deepEqual(
      (await clockwork.ledger("briefing", 10)).map(({ state }) => state),
      ["done", "skipped", "skipped"],
    );
    assert.deepEqual(ran, ["brief"]);
  });

  it("work that fails stands in the ledger with why", async (t) => {
    const { clock, clockwork, fail } = await open(t, await tempFolder(t));
    fail.why = "the printer is out of paper";
    await clockwork.schedule(daily());
    clock.set(START + HOUR_MS);
    await until(async () => (await clockwork.ledger("briefing", 10))[0]?.state === "failed");
    assert.match((await clockwork.ledger("briefing", 1))[0]?.note ?? "", /out of paper/);
  });

  it("a moment of which the ledger knows nothing is told: it never ran", async (t) => {
    const { clock, clockwork, store } = await open(t, await tempFolder(t));
    await clockwork.schedule(daily());
    await store.schedules.advance("briefing", START, START + 40 * 24 * HOUR_MS); // somebody meddled
    clock.set(START + 2 * HOUR_MS);
    assert.equal((await clockwork.schedules())[0]?.missing, Date.parse("2026-11-26T07:00:00Z"));
  });

  it("paused, run by hand, changed, removed", async (t) => {
    const { clock, clockwork, ran } = await open(t, await tempFolder(t));
    await clockwork.schedule(daily());
    await clockwork.pause("briefing", true);
    clock.set(START + HOUR_MS);
    await until(async () => (await clockwork.ledger("briefing", 10)).length === 1);
    assert.equal((await clockwork.ledger("briefing", 10))[0]?.note, "paused");
    await clockwork.tick("briefing");
    await until(() => ran.length === 1);
    await clockwork.schedule({ ...daily(), pattern: "0 9 * * *" });
    assert.equal((await clockwork.schedules())[0]?.paused, true, "what was paused stays so");
    assert.equal((await clockwork.schedules())[0]?.missing, null);
    await clockwork.unschedule("briefing");
    assert.deepEqual(await clockwork.schedules(), []);
    await assert.rejects(clockwork.tick("briefing"), isError("E_NOT_FOUND"));
    await assert.rejects(clockwork.schedule({ ...daily(), name: "a b" }), isError("E_INPUT"));
  });
});

describe("timers", () => {
  it("begin their work at their moment, in three days too, and after a restart that missed it", async (t) => {
    const folder = await tempFolder(t);
    const first = await open(t, folder);
    const timer = (id: string, due: number) => ({ id, workflow: kinds.work, input: { text: id }, due });
    await first.clockwork.setTimer(timer("soon", START + 2 * MINUTE_MS));
    await first.clockwork.setTimer(timer("moved", START + MINUTE_MS));
    await first.clockwork.setTimer(timer("moved", START + 72 * HOUR_MS));
    await first.clockwork.setTimer(timer("never", START + MINUTE_MS));
    assert.equal(await first.clockwork.cancelTimer("never"), true);
    assert.equal(await first.clockwork.cancelTimer("never"), false);
    first.clock.set(START + 3 * MINUTE_MS);
    await until(() => first.ran.length === 1);
    await first.close();
    const second = await open(t, folder, START + 80 * HOUR_MS);
    await until(() => second.ran.length === 1);
    assert.deepEqual([...first.ran, ...second.ran], ["soon", "moved"]);
    assert.deepEqual(await second.clockwork.timers(10), []);
  });
});

describe("promises", () => {
  it("are in the transaction of who makes them: taken back with it, kept with it", async (t) => {
    const { clockwork, store, ran } = await open(t, await tempFolder(t));
    const put = (id: string, fails: boolean) =>
      store.db.transaction(async (tx) => {
        await clockwork.promise(kinds.work, { text: id }, { id, tx });
        if (fails) throw new Error("changed my mind");
      });
    await assert.rejects(put("a", true));
    await put("b", false);
    await put("b", false);
    await clockwork.look();
    await until(() => ran.length === 1);
    await until(async () => (await store.outbox.starts()).length === 0);
    assert.deepEqual(ran, ["b"]);
  });

  it("what a power cut takes from the engine's file is driven again: starts and signals, each once", async (t) => {
    const folder = await tempFolder(t);
    const first = await open(t, folder);
    await first.clockwork.promise(kinds.listener, null, { id: "waits" });
    await first.clockwork.signal("waits", "go", "one", { key: "k" });
    await first.store.outbox.putStart({ id: "lost", workflow: "work", input: { text: "lost" } }, createContext());
    await until(() => first.ran.includes("one"));
    await first.clockwork.promise(kinds.listener, null, { id: "late" });
    await first.close();
    for (const end of ["", "-wal", "-shm"]) await rm(join(folder, `engine.db${end}`), { force: true });
    const second = await open(t, folder);
    await until(() => second.ran.length === 1);
    await second.clockwork.signal("late", "go", "two", { key: "k" });
    await second.clockwork.signal("late", "go", "two", { key: "k" });
    await until(async () => (await second.store.outbox.starts()).length === 0);
    assert.deepEqual(second.ran, ["lost", "two"]);
    await assert.rejects(second.clockwork.signal("late", "go", "more", { key: "l" }), isError("E_NOT_FOUND"));
  });

  it("control: without the outbox, the engine's lost file has lost the work", async (t) => {
    const folder = await tempFolder(t);
    const first = await open(t, folder);
    await first.workflows.start(kinds.listener, null, { id: "waits" });
    await first.close();
    for (const end of ["", "-wal", "-shm"]) await rm(join(folder, `engine.db${end}`), { force: true });
    const second = await open(t, folder);
    assert.equal(await second.workflows.find("waits"), null);
  });
});
