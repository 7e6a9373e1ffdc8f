import type { Schedule, Tick } from "../../store/index.ts";
import { ticksBetween } from "./pattern.ts";

/** A tick that comes later than this was missed: nobody was there for it (the machine slept, Kralle was not running). */
const LATE_MS = 120_000;
/** Ticks that are entered in one go; the rest follows at once. */
const MOST = 500;
/** A schedule whose ledger reaches further ahead than this was moved on by a clock that ran ahead; it begins again from now. */
const AHEAD_MS = 25 * 3_600_000;

export interface TickPlan {
  /** In their order. */
  ticks: { at: number; state: Extract<Tick["state"], "due" | "skipped">; note: string | null }[];
  /** What the ledger then reaches up to, ms UTC. */
  through: number;
}

/**
 * What is to be entered in the ledger of a schedule now. A clock that goes back never makes a tick come again, since the ledger has
 * each moment once; one that jumps ahead is treated like a sleep.
 */
export function planTicks(schedule: Schedule, now: number): TickPlan {
  if (schedule.through > now) return { ticks: [], through: schedule.through > now + AHEAD_MS ? now : schedule.through };
  const found = ticksBetween(schedule, schedule.through, now, MOST + 1);
  const isAll = found.length <= MOST;
  const moments = found.slice(0, MOST);
  const newest = isAll ? moments.at(-1) : undefined;
  const ticks = moments.map((at): TickPlan["ticks"][number] => {
    const skipped = (note: string): TickPlan["ticks"][number] => ({ at, state: "skipped", note });
    if (schedule.paused) return skipped("paused");
    if (schedule.missed === "each") return { at, state: "due", note: null };
    if (schedule.missed === "once") return at === newest ? { at, state: "due", note: null } : skipped("missed");
    return now - at > LATE_MS ? skipped("missed") : { at, state: "due", note: null };
  });
  return { ticks, through: isAll ? now : (moments.at(-1) ?? now) };
}
