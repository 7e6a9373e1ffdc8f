import type { Steps } from "../core/index.ts";

export interface StepOptions {
  /** How often at most; 1 without it. Pauses double from `pauseMs` (1000 without it). An AppError that is not retryable ends it. */
  attempts?: number;
  pauseMs?: number;
}

/**
 * What the body of a workflow is handed. The body is run again from its beginning after a crash, and what it already did
 * through this object is answered from the record. Contract for bodies:
 * - The same calls of this object in the same order on every run: no clock, no chance, no I/O outside of steps. Steps may run
 *   side by side when they are started in a fixed order.
 * - Input, results and signals are JSON; what a step returns is what JSON makes of it, on the first run too.
 */
export interface WorkflowRun extends Steps {
  readonly id: string;
  /** Fires when the workflow is cancelled, has ended, or the engine closes; steps hand it on. */
  readonly signal: AbortSignal;
  /**
   * Runs `fn` and records its result before it resolves: what was recorded is never run again. A step that was running when the
   * process ended runs again (at least once), so an outside effect needs a key or the effect journal. A step that failed, after
   * all attempts, is recorded as failed and fails again on a replay with the same code, message and hint; a step that was ended
   * by `signal` is not recorded.
   */
  step<T>(name: string, fn: () => Promise<T> | T, options?: StepOptions): Promise<T>;
  /** Until a moment that is recorded: after a restart only the rest is waited for. For waits up to minutes. */
  sleep(ms: number): Promise<void>;
  /**
   * The oldest signal of this topic that was not taken yet, also one that was sent before; each is taken once. Null when none
   * came within `waitMs` (without it: waits as long as it takes), counted from the first run.
   */
  waitForSignal(topic: string, options?: { waitMs?: number }): Promise<unknown>;
}

/** A kind of durable work. `name` is stored with each run: it must not change while runs are unfinished. */
export interface Workflow<Input, Output> {
  readonly name: string;
  run(input: Input, run: WorkflowRun): Promise<Output>;
}

/** `waiting`: not started yet. `gaveUp`: the process ended during it again and again; it is not tried again by itself. */
export type WorkflowState = "waiting" | "running" | "done" | "failed" | "cancelled" | "gaveUp";

export interface WorkflowInfo {
  id: string;
  workflow: string;
  state: WorkflowState;
  /** ms UTC */
  createdAt: number;
  completedAt: number | null;
}

export interface WorkflowStep {
  name: string;
  /** What it returned; undefined when it failed. */
  result: unknown;
  failed: boolean;
  /** ms UTC */
  startedAt: number | null;
  completedAt: number | null;
}

export interface WorkflowFilter {
  ids?: readonly string[];
  workflow?: string;
  states?: readonly WorkflowState[];
  /** At most; 1000 without it. */
  limit?: number;
  newestFirst?: boolean;
}

export interface WorkflowHandle<Output> {
  readonly id: string;
  /** As `Workflows.result`. */
  result(): Promise<Output>;
}

/**
 * Durable work: what was started runs to its end, through crashes and restarts. Contract:
 * - `start` resolves once the run is on disk (what that survives was chosen at opening: `Synchronous`), and the run has begun: there is no queue between. A second `start` with the same id
 *   attaches to the first run, whatever its input, and never runs the work twice; with another workflow it is E_INPUT.
 * - Opening takes up all runs that a crash or a close left, by themselves. A run during which the process was ended more
 *   often in a row than it may, without a step recorded or a wait reached in between, is given up: `result` is E_BUG, the state
 *   "gaveUp". A close does not count.
 * - `cancel` takes effect between steps and fires `run.signal` at once; what ended already stays as it ended.
 * - `close` waits up to `drainMs` for running work, fires `run.signal`, and from then on nothing more is recorded: the rest goes
 *   on at the next opening. Afterwards nothing of the engine is left in the process; it can be opened again.
 * - One process has one engine, one file has one process: a second opening is E_HOME_LOCKED.
 * - Errors are AppError; of a workflow that failed, the one it threw.
 */
export interface Workflows {
  start<Input, Output>(
    workflow: Workflow<Input, Output>,
    input: Input,
    options: { id: string },
  ): Promise<WorkflowHandle<Output>>;
  /** E_NOT_FOUND without such a run. The same `key` for the same run is one signal. On disk when it resolves. */
  signal(id: string, topic: string, value: unknown, options?: { key?: string }): Promise<void>;
  cancel(id: string): Promise<void>;
  /** Waits for the end. E_NOT_FOUND without such a run, E_CANCELLED when it was cancelled or when `signal` fires. */
  result(id: string, options?: { signal?: AbortSignal }): Promise<unknown>;
  find(id: string): Promise<WorkflowInfo | null>;
  /** Oldest first, if not asked otherwise. */
  list(filter?: WorkflowFilter): Promise<WorkflowInfo[]>;
  /** What a run did so far, in the order of its calls; E_NOT_FOUND without such a run. */
  steps(id: string): Promise<WorkflowStep[]>;
  /** A consistent copy of all records into a new file, while work goes on. */
  copyTo(file: string): Promise<void>;
  close(options?: { drainMs?: number }): Promise<void>;
}
