import { AppError, type Context } from "../../core/index.ts";
import type { Schedule, Schedules } from "../../store/index.ts";
import { lastTick, nextTick, requireTimes } from "./pattern.ts";
import type { ScheduleBook, ScheduleView } from "./types.ts";

/** After this long without an entry in the ledger, a tick counts as one that never ran. */
const GRACE_MS = 5 * 60_000;

/** The schedules of a store, whether or not a clockwork goes in this process: what is written here runs where one does. */
export function createScheduleBook(
  schedules: Schedules,
  { changed = () => undefined }: { changed?: () => void },
  ctx: Context,
): ScheduleBook {
  const find = async (name: string): Promise<Schedule> => {
    const schedule = await schedules.get(name);
    if (!schedule) {
      throw new AppError("E_NOT_FOUND", `There is no schedule ${JSON.stringify(name)}.`, {
        hint: "`kralle schedule` lists those there are.",
      });
    }
    return schedule;
  };
  const view = (schedule: Schedule): Promise<ScheduleView> => toView(schedule, schedules, ctx);
  return {
    find,
    async schedule({ workflow, ...schedule }) {
      requireName(schedule.name);
      const now = ctx.clock.now();
      requireTimes(schedule, now);
      await schedules.put({ ...schedule, workflow: workflow.name, through: now }, ctx);
      changed();
      return view(await find(schedule.name));
    },
    async unschedule(name) {
      await find(name);
      await schedules.remove(name);
      changed();
    },
    async pause(name, paused) {
      await find(name);
      await schedules.setPaused(name, paused);
      changed();
      return view(await find(name));
    },
    schedules: async () => Promise.all((await schedules.list()).map(view)),
    ledger: (name, limit) => schedules.ticks(name, limit),
  };
}

async function toView(schedule: Schedule, schedules: Schedules, ctx: Context): Promise<ScheduleView> {
  const now = ctx.clock.now();
  const ticks = await schedules.ticks(schedule.name, 20);
  const expected = lastTick(schedule, schedule.since + 1, now - GRACE_MS);
  const isKnown = expected === null || expected <= schedule.since || ticks.some(({ at }) => at === expected);
  return {
    ...schedule,
    next: schedule.paused ? null : nextTick(schedule, now),
    last: ticks.find(({ state }) => state !== "skipped") ?? ticks[0] ?? null,
    missing: isKnown ? null : expected,
  };
}

/** It is part of the ids of runs. */
function requireName(name: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u.test(name)) return;
  throw new AppError("E_INPUT", `${JSON.stringify(name)} cannot be the name of a schedule.`, {
    hint: "Use up to 40 letters, digits, hyphens and underscores.",
  });
}
