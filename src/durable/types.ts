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
  /**
   * Fires when the workflow is cancelled, has run out of its time, has ended, is taken over by another process, or the engine
   * closes; steps hand it on, and none begins behind it.
   */
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
  /**
   * Starts work whose parent this is, once, however often this body is run again; its id is made from this one's where none is
   * given. `result` of the handle is a step: a child that failed fails it with the child's error.
   */
  child<Input, Output>(
    workflow: Workflow<Input, Output>,
    input: Input,
    options?: ChildOptions,
  ): Promise<WorkflowHandle<Output>>;
  /** What others read by `Workflows.event`; the latest value of each key counts. */
  setEvent(key: string, value: unknown): Promise<void>;
  /** One more entry of a stream, for `Workflows.readStream`. */
  writeStream(stream: string, value: unknown): Promise<void>;
  /** Its readers end; a stream ends with the work too. */
  closeStream(stream: string): Promise<void>;
  /**
   * Throws E_CANCELLED unless this execution is the one whose results are recorded: asked for right before an effect that nobody
   * can take back, since a process that was paused may have been taken for dead. Also inside of a step.
   */
  ensureOwner(): Promise<void>;
}

/** A kind of durable work. `name` is stored with each run: it must not change while runs are unfinished. */
export interface Workflow<Input, Output> {
  readonly name: string;
  /** Where its runs wait for their turn that are promised, timed or scheduled; without one they begin at once. */
  readonly queue?: Queue;
  run(input: Input, run: WorkflowRun): Promise<Output>;
}

/** At most `starts` within any `perMs`. */
export interface Rate {
  starts: number;
  perMs: number;
}

/** Limits on runs that wait for their turn, kept over all processes that share the store. */
export interface QueueLimits {
  /** How many run at once. */
  concurrency?: number;
  rate?: Rate;
  /** The same for each key; with these every start needs a `key`. */
  perKey?: { concurrency?: number; rate?: Rate };
  /** How often it is looked for runs that may begin; 100 without it, 250 on PostgreSQL. */
  pollMs?: number;
}

export interface Queue extends QueueLimits {
  readonly name: string;
}

export interface StartOptions {
  id: string;
  /** Waits in it for its turn; without one it begins at once. All below but `timeoutMs` and `attributes` needs one. */
  queue?: Queue;
  key?: string;
  /** 0 (without it) goes first, then 1, and so on; of the same, the one that came first. */
  priority?: number;
  /** Not before. Exact to a second; waits above minutes belong into a table of due rows. */
  delayMs?: number;
  /** While a run of the queue with the same word waits or runs, a start attaches to that one. */
  dedup?: string;
  /** Cancelled when it takes longer, from its beginning (not from its waiting). Exact to a few seconds. */
  timeoutMs?: number;
  /** What it is found by: see `WorkflowFilter`. */
  attributes?: Readonly<Record<string, unknown>>;
}

export type ChildOptions = Partial<StartOptions>;

/** `waiting`: not started yet. `gaveUp`: the process ended during it again and again; it is not tried again by itself. */
export type WorkflowState = "waiting" | "running" | "done" | "failed" | "cancelled" | "gaveUp";

export interface WorkflowInfo {
  id: string;
  workflow: string;
  state: WorkflowState;
  queue: string | null;
  key: string | null;
  /** The run that started it by `child`. */
  parent: string | null;
  forkedFrom: string | null;
  attributes: Readonly<Record<string, unknown>>;
  /** ms UTC */
  createdAt: number;
  completedAt: number | null;
}

export interface WorkflowStep {
  /** Its place among the calls of the body; there are gaps. */
  index: number;
  name: string;
  /** What it returned; undefined when it failed. */
  result: unknown;
  failed: boolean;
  /** ms UTC */
  startedAt: number | null;
  completedAt: number | null;
}

/** All that is given must hold. */
export interface WorkflowFilter {
  ids?: readonly string[];
  workflow?: string;
  states?: readonly WorkflowState[];
  queue?: string;
  parent?: string;
  /** Those that have all of these, with these values. */
  attributes?: Readonly<Record<string, unknown>>;
  /** ms UTC, both inclusive. */
  createdFrom?: number;
  createdUntil?: number;
  /** At most; 1000 without it. */
  limit?: number;
  offset?: number;
  newestFirst?: boolean;
}

export interface WorkflowHandle<Output> {
  readonly id: string;
  /** As `Workflows.result`. */
  result(): Promise<Output>;
}

export interface PruneOptions {
  /** What is done or was cancelled goes this long after its end. */
  olderThanMs: number;
  /** What failed or was given up is kept for who looks into it; as long as the rest without it. */
  failedOlderThanMs?: number;
  signal?: AbortSignal;
}

export interface Pruned {
  /** Runs. */
  removed: number;
  /** What the records take on the disk, before and after. */
  bytesBefore: number;
  bytes: number;
}

/**
 * Durable work: what was started runs to its end, through crashes and restarts. Contract:
 * - `start` resolves once the run is on disk (what that survives was chosen at opening: `Synchronous`), and without a queue the run
 *   has begun. A second `start` with the same id attaches to the first run, whatever its input, and never runs the work twice;
 *   with another workflow it is E_INPUT.
 * - Opening takes up all runs that a crash or a close left, by themselves. A run during which the process was ended more
 *   often in a row than it may, without a step recorded or a wait reached in between, is given up: `result` is E_BUG, the state
 *   "gaveUp". A close does not count.
 * - `cancel` takes effect between steps and fires `run.signal`: at once in this process, within two seconds in another. What ended
 *   already stays as it ended.
 * - `close` waits up to `drainMs` for running work, fires `run.signal`, and from then on nothing more is recorded: the rest goes
 *   on at the next opening, or in another process. Afterwards nothing of the engine is left in the process; it can be opened again.
 * - One process has one engine, a second opening is E_HOME_LOCKED. A file has one process; a PostgreSQL has any number: runs of a
 *   process that does not show itself any more are taken over by the others within 10 s, and what it still does is recorded nowhere.
 * - Errors are AppError; of a workflow that failed, the one it threw.
 */
export interface Workflows {
  start<Input, Output>(
    workflow: Workflow<Input, Output>,
    input: Input,
    options: StartOptions,
  ): Promise<WorkflowHandle<Output>>;
  /** E_NOT_FOUND without such a run. The same `key` for the same run is one signal. On disk when it resolves. */
  signal(id: string, topic: string, value: unknown, options?: { key?: string }): Promise<void>;
  cancel(id: string, options?: { children?: boolean }): Promise<void>;
  /**
   * Lets go on what was cancelled or given up, from where it was, in the queue it came from; its time limit and its `dedup` are gone. What waits or
   * runs is left alone, what is done or failed is E_INPUT.
   */
  resume(id: string): Promise<void>;
  /** New work that has done what `id` did before the step with this `index`, and goes on by itself from there. */
  fork(id: string, options: { fromStep: number; id: string }): Promise<WorkflowHandle<unknown>>;
  /** Waits for the end. E_NOT_FOUND without such a run, E_CANCELLED when it was cancelled or when `signal` fires. */
  result(id: string, options?: { signal?: AbortSignal }): Promise<unknown>;
  /** What the run has set by `setEvent`; waits for it up to `waitMs` (without it not at all), then null. */
  event(id: string, key: string, options?: { waitMs?: number }): Promise<unknown>;
  /** All entries from the one numbered `from` (0 without it), then those that come, until it is closed, the work ends, or `signal` fires. */
  readStream(id: string, stream: string, options?: { from?: number; signal?: AbortSignal }): AsyncIterable<unknown>;
  find(id: string): Promise<WorkflowInfo | null>;
  /** Oldest first, if not asked otherwise. */
  list(filter?: WorkflowFilter): Promise<WorkflowInfo[]>;
  /** What a run did so far, in the order of its calls; E_NOT_FOUND without such a run. */
  steps(id: string, options?: { limit?: number; offset?: number }): Promise<WorkflowStep[]>;
  /** Removes all records of work that has ended; E_INPUT, and nothing removed, when some of it has not. Unknown ids are none. */
  delete(ids: readonly string[]): Promise<void>;
  /**
   * Removes the records of work that ended long ago, a few at a time, while other work goes on, and gives the room back. What a parent that has
   * not ended may still ask for stays.
   */
  prune(options: PruneOptions): Promise<Pruned>;
  /** What the records take on the disk, in bytes. */
  size(): Promise<number>;
  /** A consistent copy of all records into a new file, while work goes on. Of a PostgreSQL it is E_INPUT: it has its own tools. */
  copyTo(file: string): Promise<void>;
  close(options?: { drainMs?: number }): Promise<void>;
}
