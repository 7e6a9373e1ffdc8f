import type { Context } from "../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** What happens to ticks that nobody was there for: the newest of them runs, each of them runs, none does. */
export type MissedPolicy = "once" | "each" | "skip";

export interface Schedule {
  name: string;
  workflow: string;
  input: unknown;
  /** Five fields of cron: minute, hour, day of the month, month, day of the week. */
  pattern: string;
  /** IANA name: the pattern is read on this zone's clocks. */
  zone: string;
  missed: MissedPolicy;
  paused: boolean;
  /** ms UTC: since when it has these times. */
  since: number;
  /** Every tick up to this moment (ms UTC) stands in the ledger. */
  through: number;
}

/**
 * `due`: its work is promised · `skipped`: by the policy, or because the schedule was paused · the others: how the work stands. */
export type TickState = "due" | "skipped" | "done" | "failed";

/** An entry of the ledger: a tick that was to come, and what became of it. */
export interface Tick {
  schedule: string;
  /** When it was to run, ms UTC. */
  at: number;
  state: TickState;
  /** Its run in the workflow engine. */
  run: string | null;
  /** ms UTC */
  promised: number;
  ended: number | null;
  /** What the work returned, or why it failed or was skipped, in a few words. */
  note: string | null;
}

export interface Schedules {
  in(tx: Database): Schedules;
  /** Makes or changes it; what stands in the ledger stays. */
  put(schedule: Omit<Schedule, "since" | "paused">, ctx: Pick<Context, "clock">): Promise<void>;
  get(name: string): Promise<Schedule | null>;
  list(): Promise<Schedule[]>;
  /** Its ledger stays. False without such a schedule. */
  remove(name: string): Promise<boolean>;
  setPaused(name: string, paused: boolean): Promise<boolean>;
  /** False when somebody else has moved it on meanwhile: then nothing was changed. */
  advance(name: string, from: number, through: number): Promise<boolean>;
  /** False when this tick stands there already. */
  addTick(tick: Omit<Tick, "ended">): Promise<boolean>;
  /** How the work of a run ended, in the ledger. Nothing when the run is of no tick. */
  endTick(
    run: string,
    end: { state: "done" | "failed"; note: string | null },
    ctx: Pick<Context, "clock">,
  ): Promise<void>;
  /** Newest first. */
  ticks(name: string, limit: number): Promise<Tick[]>;
  /** Removes entries of before this moment (ms UTC), but for the newest of each schedule; how many they were. */
  forgetTicks(before: number): Promise<number>;
}

export function createSchedules(db: Database): Schedules {
  return {
    in: createSchedules,
    async put({ name, workflow, input, pattern, zone, missed, through }, ctx) {
      await db.run(
        `INSERT INTO schedules (name, workflow, input, pattern, zone, missed, paused, since, through)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)
         ON CONFLICT (name) DO UPDATE SET workflow = excluded.workflow, input = excluded.input, pattern = excluded.pattern,
           zone = excluded.zone, missed = excluded.missed, since = excluded.since, through = excluded.through`,
        [name, workflow, JSON.stringify(input ?? null), pattern, zone, missed, ctx.clock.now(), through],
      );
    },
    async get(name) {
      const row = await db.get("SELECT * FROM schedules WHERE name = ?", [name]);
      return row && toSchedule(row);
    },
    list: async () => (await db.all("SELECT * FROM schedules ORDER BY name")).map(toSchedule),
    remove: async (name) => (await db.run("DELETE FROM schedules WHERE name = ?", [name])).changes > 0,
    setPaused: async (name, paused) =>
      (await db.run("UPDATE schedules SET paused = ? WHERE name = ?", [paused ? 1 : 0, name])).changes > 0,
    advance: async (name, from, through) =>
      (await db.run("UPDATE schedules SET through = ? WHERE name = ? AND through = ?", [through, name, from])).changes >
      0,
    async addTick({ schedule, at, state, run, promised, note }) {
      const { changes } = await db.run(
        `INSERT INTO ticks (schedule, at, state, run, promised, note) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (schedule, at) DO NOTHING`,
        [schedule, at, state, run, promised, note],
      );
      return changes > 0;
    },
    async endTick(run, { state, note }, ctx) {
      await db.run("UPDATE ticks SET state = ?, note = ?, ended = ? WHERE run = ? AND state = 'due'", [
        state,
        note,
        ctx.clock.now(),
        run,
      ]);
    },
    ticks: async (name, limit) =>
      (await db.all("SELECT * FROM ticks WHERE schedule = ? ORDER BY at DESC LIMIT ?", [name, limit])).map(toTick),
    forgetTicks: async (before) =>
      (
        await db.run(
          `DELETE FROM ticks WHERE at < ? AND state <> 'due'
           AND at < (SELECT MAX(newest.at) FROM ticks newest WHERE newest.schedule = ticks.schedule)`,
          [before],
        )
      ).changes,
  };
}

function toSchedule(row: Row): Schedule {
  return {
    name: textOf(row, "name"),
    workflow: textOf(row, "workflow"),
    input: jsonOf(row, "input"),
    pattern: textOf(row, "pattern"),
    zone: textOf(row, "zone"),
    missed: textOf(row, "missed") as MissedPolicy,
    paused: numberOf(row, "paused") === 1,
    since: numberOf(row, "since"),
    through: numberOf(row, "through"),
  };
}

function toTick(row: Row): Tick {
  return {
    schedule: textOf(row, "schedule"),
    at: numberOf(row, "at"),
    state: textOf(row, "state") as TickState,
    run: textOrNull(row, "run"),
    promised: numberOf(row, "promised"),
    ended: numberOrNull(row, "ended"),
    note: textOrNull(row, "note"),
  };
}
