import type { Database, Schedule, Tick, Timer } from "../../store/index.ts";
import type { Workflow } from "../types.ts";

export interface NewSchedule<Input> {
  name: string;
  /** By its name: the one that is opened then. */
  workflow: Pick<Workflow<Input, unknown>, "name">;
  input: Input;
  /** Five fields of cron, see `toPattern`. */
  pattern: string;
  /** IANA name. */
  zone: string;
  missed: Schedule["missed"];
}

/** A schedule with what its ledger says. */
export interface ScheduleView extends Schedule {
  /** The next moment, ms UTC; null while it is paused. */
  next: number | null;
  last: Tick | null;
  /** A moment (ms UTC) that has passed for a while and of which the ledger knows nothing: it never ran. */
  missing: number | null;
}

/** What is scheduled, and its ledger. */
export interface ScheduleBook {
  /** Makes it, or changes it: then from now on. E_INPUT for times that are none. */
  schedule<Input>(schedule: NewSchedule<Input>): Promise<ScheduleView>;
  /** E_NOT_FOUND without such a schedule; so `find` and `pause`. */
  unschedule(name: string): Promise<void>;
  pause(name: string, paused: boolean): Promise<ScheduleView>;
  schedules(): Promise<ScheduleView[]>;
  /** The ledger of a schedule, newest first; also of one that was removed. */
  ledger(name: string, limit: number): Promise<Tick[]>;
  find(name: string): Promise<Schedule>;
}

/**
 * What begins durable work later, again and again, or surely. Contract:
 * - `promise` and `signal` are on disk when they resolve, and the work begins, or hears the signal. With `tx` they are on disk with that transaction's
 *   commit, and the work begins with the next `look`: call it behind the commit, or it is within half a minute. What a power cut
 *   takes is driven again by the next opening. The same id is the same run, however often it is promised.
 * - A timer begins its workflow once, at its moment or when somebody is there again; moved or cancelled before, not at all.
 * - Each moment of a schedule is entered in its ledger once, over all processes that share the store: with the run that it began, or with why
 *   it did not. How the run ended is entered too.
 * - Time is that of the context's clock; no sleep is longer than half a minute, so that a machine that slept catches up when it wakes.
 */
export interface Clockwork extends ScheduleBook {
  promise<Input>(
    workflow: Workflow<Input, unknown>,
    input: Input,
    options: { id: string; tx?: Database },
  ): Promise<void>;
  /** The same `key` for the same run is one signal. Of a run that was promised here and has not ended; else E_NOT_FOUND. */
  signal(run: string, topic: string, value: unknown, options: { key: string; tx?: Database }): Promise<void>;
  setTimer<Input>(
    timer: { id: string; workflow: Workflow<Input, unknown>; input: Input; due: number },
    options?: { tx?: Database },
  ): Promise<void>;
  /** False when there is none (any more). */
  cancelTimer(id: string): Promise<boolean>;
  /** The next ones first. */
  timers(limit: number): Promise<Timer[]>;
  /** A tick now, beside the others. E_NOT_FOUND without such a schedule. */
  tick(name: string): Promise<Tick>;
  /** Looks at once for what is due or promised, instead of within half a minute. */
  look(): Promise<void>;
  close(): Promise<void>;
}
