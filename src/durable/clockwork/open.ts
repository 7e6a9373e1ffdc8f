import { AppError, type Context } from "../../core/index.ts";
import type { Database, Outbox, PromisedStart, Schedule, Schedules, Store, Tick, Timers } from "../../store/index.ts";
import type { Workflow, Workflows } from "../types.ts";
import { createScheduleBook } from "./book.ts";
import { nextTick } from "./pattern.ts";
import { planTicks } from "./plan.ts";
import { createPromises, type Promises } from "./promises.ts";
import type { Clockwork } from "./types.ts";

export interface ClockworkParts {
  store: Pick<Store, "db"> & { outbox: Outbox; schedules: Schedules; timers: Timers };
  workflows: Workflows;
  /** All that can be promised, timed or scheduled. */
  kinds: readonly Workflow<never, unknown>[];
  /** Something about schedules changed. */
  changed?: () => void;
}

/** The longest sleep: a machine that slept, or a clock that was set, is noticed within it. */
const LOOK_MS = 30_000;
const TIMERS_AT_ONCE = 100;

/** Drives again what was promised and has not ended, catches up with what is due, and goes on until it is closed. */
export async function openClockwork(parts: ClockworkParts, ctx: Context): Promise<Clockwork> {
  const { store } = parts;
  const closing = new AbortController();
  const kinds = new Map(parts.kinds.map((kind) => [kind.name, kind]));
  const changed = parts.changed ?? (() => undefined);
  const promises = createPromises(
    { store, workflows: parts.workflows, kinds, closing: closing.signal, ended: changed },
    ctx,
  );
  await promises.driveAll();
  const loop = createLoop(() => catchUp(store, promises, changed, ctx), closing.signal, ctx);
  const book = createScheduleBook(store.schedules, { changed }, ctx);
  const requireKnown = ({ name }: Workflow<never, unknown>): void => {
    if (!kinds.has(name)) throw new AppError("E_BUG", `The workflow ${name} is not in the list that was opened.`);
  };
  return {
    async promise(workflow, input, { id, tx }) {
      requireKnown(workflow);
      const start: PromisedStart = { id, workflow: workflow.name, input };
      await inside(store.outbox, tx).putStart(start, ctx);
      if (tx === undefined) await promises.drive(start);
    },
    async signal(run, topic, value, { key, tx }) {
      if (!(await inside(store.outbox, tx).putSignal({ run, topic, key, value }, ctx)))
        throw new AppError("E_NOT_FOUND", `There is no work ${run} that waits for anything.`);
      if (tx === undefined) await parts.workflows.signal(run, topic, value, { key });
    },
    async setTimer({ id, workflow, input, due }, { tx } = {}) {
      requireKnown(workflow);
      await inside(store.timers, tx).set({ id, workflow: workflow.name, input, due });
      if (tx === undefined) loop.wake();
    },
    cancelTimer: (id) => store.timers.cancel(id),
    timers: (limit) => store.timers.list(limit),
    ...book,
    async schedule(schedule) {
      const made = await book.schedule(schedule);
      loop.wake();
      return made;
    },
    async tick(name) {
      const schedule = await book.find(name);
      const at = ctx.clock.now();
      const [start] = await enter(store, schedule, [{ at, state: "due", note: null }], null, ctx);
      if (start) await promises.drive(start);
      changed();
      const tick = (await store.schedules.ticks(name, 50)).find((one) => one.at === at);
      if (!tick) throw new AppError("E_BUG", `The tick of ${name} is not in its ledger.`);
      return tick;
    },
    look: () => loop.look(),
    async close() {
      closing.abort();
      await loop.close();
    },
  };
}

function inside<T extends { in(tx: Database): T }>(part: T, tx: Database | undefined): T {
  return tx === undefined ? part : part.in(tx);
}

/** Enters what is due in the ledgers, begins it, and says when (ms UTC) to look again at the latest. */
async function catchUp(
  store: ClockworkParts["store"],
  promises: Promises,
  changed: () => void,
  ctx: Context,
): Promise<number> {
  const now = ctx.clock.now();
  await promises.driveAll();
  let next = now + LOOK_MS;
  for (const timer of await store.timers.due(now, TIMERS_AT_ONCE)) {
    const start = { id: `timer_${timer.id}_${timer.due}`, workflow: timer.workflow, input: timer.input };
    const isOurs = await store.db.transaction(async (tx) => {
      if (!(await store.timers.in(tx).cancel(timer.id))) return false;
      await store.outbox.in(tx).putStart(start, ctx);
      return true;
    });
    if (isOurs) await promises.drive(start);
  }
  next = Math.min(next, (await store.timers.next()) ?? next);
  for (const schedule of await store.schedules.list()) {
    const { ticks, through } = planTicks(schedule, now);
    if (ticks.length > 0 || through < schedule.through) {
      const starts = await enter(store, schedule, ticks, through, ctx);
      for (const start of starts) await promises.drive(start);
      changed();
    }
    next = Math.min(next, through < now ? now : (nextTick(schedule, now) ?? next));
  }
  return next;
}

/** In one transaction: the ledger, what it promises, and how far it reaches (null: as far as before). Nothing when another was faster. */
function enter(
  store: ClockworkParts["store"],
  { name, workflow, input, through: from }: Schedule,
  ticks: readonly Pick<Tick, "at" | "note" | "state">[],
  through: number | null,
  ctx: Context,
): Promise<PromisedStart[]> {
  return store.db.transaction(async (tx) => {
    const schedules = store.schedules.in(tx);
    if (through !== null && !(await schedules.advance(name, from, through))) return [];
    const starts: PromisedStart[] = [];
    for (const { at, state, note } of ticks) {
      const run = state === "due" ? `tick_${name}_${new Date(at).toISOString()}` : null;
      if (!(await schedules.addTick({ schedule: name, at, state, run, promised: ctx.clock.now(), note }))) continue;
      if (run === null) continue;
      const start = { id: run, workflow, input };
      await store.outbox.in(tx).putStart(start, ctx);
      starts.push(start);
    }
    return starts;
  });
}

interface Loop {
  wake(): void;
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Looks, sleeps until it is time again, looks; `wake` ends the sleep. A look that fails is logged and comes again. */
function createLoop(work: () => Promise<number>, closing: AbortSignal, ctx: Context): Loop {
  let sleeper = new AbortController();
  let looking: Promise<number> = Promise.resolve(0);
  const lookOnce = (): Promise<number> => {
    looking = looking.then(work, work).catch((error: unknown) => {
      if (!closing.aborted) ctx.log.error("schedules could not be looked at", { error });
      return ctx.clock.now() + LOOK_MS;
    });
    return looking;
  };
  const run = async (): Promise<void> => {
    while (!closing.aborted) {
      sleeper = new AbortController();
      const { signal } = sleeper;
      const next = await lookOnce();
      const waitMs = Math.min(LOOK_MS, Math.max(0, next - ctx.clock.now()));
      if (!closing.aborted && !signal.aborted) await ctx.clock.sleep(waitMs, signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    wake: () => sleeper.abort(),
    look: async () => void (await lookOnce()),
    async close() {
      sleeper.abort();
      await running;
    },
  };
}
