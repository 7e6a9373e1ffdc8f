import { AppError, createId, toAppError, type Context } from "../core/index.ts";
import type { Changes } from "./changes.ts";

export interface JobProgress {
  phase: string;
  /** 0 to 1; null where the end is not known. */
  share: number | null;
  receivedBytes: number | null;
  totalBytes: number | null;
  bytesPerSecond: number | null;
  etaMs: number | null;
}

/** Long work that is not a conversation. Times are ms UTC. */
export interface Job {
  id: string;
  kind: "pull" | "probe";
  name: string;
  state: "running" | "done" | "failed" | "cancelled";
  progress: JobProgress | null;
  error: AppError | null;
  started: number;
  ended: number | null;
}

/**
 * Work that lives as long as the process: what it fetched stays on the disk, so that the next one goes on from there. The same
 * work is not begun twice: who asks again gets the job that runs.
 */
export interface Jobs {
  start(
    kind: Job["kind"],
    name: string,
    work: (tell: (progress: JobProgress) => void, ctx: Context) => Promise<unknown>,
  ): Job;
  /** Newest first; what ended an hour ago is gone. */
  list(): Job[];
  /** E_NOT_FOUND without such a job; so `follow` and `cancel`. */
  get(id: string): Job;
  /** As it stands, then again after changes, until it has ended or `signal` fires. */
  follow(id: string, signal: AbortSignal): AsyncIterable<Job>;
  cancel(id: string): Promise<Job>;
  close(): Promise<void>;
}

const KEPT_MS = 3_600_000;
/** Progress is told at most this often. */
const TELL_MS = 200;

interface Held {
  job: Job;
  controller: AbortController;
  done: Promise<void>;
  changed: PromiseWithResolvers<void>;
}

export function createJobs(changes: Changes, ctx: Context): Jobs {
  const held = new Map<string, Held>();
  const find = (id: string): Held => {
    const found = held.get(id);
    if (!found) throw new AppError("E_NOT_FOUND", `There is no job ${id}.`, { hint: "It may have ended long ago." });
    return found;
  };
  const update = (entry: Held, change: Partial<Job>): void => {
    entry.job = { ...entry.job, ...change };
    entry.changed.resolve();
    entry.changed = Promise.withResolvers();
    if (change.progress === undefined) changes.tell("jobs", entry.job.id);
  };

  return {
    start(kind, name, work) {
      forgetOld(held, ctx.clock.now());
      for (const { job } of held.values())
        if (job.state === "running" && job.kind === kind && job.name === name) return job;
      const started = ctx.clock.now();
      const controller = new AbortController();
      const id = createId("job", started);
      const job: Job = { id, kind, name, state: "running", progress: null, error: null, started, ended: null };
      const entry: Held = { job, controller, done: Promise.resolve(), changed: Promise.withResolvers() };
      held.set(id, entry);
      let toldAt = 0;
      const tell = (progress: JobProgress): void => {
        const isNew = progress.phase !== entry.job.progress?.phase;
        if (!isNew && ctx.clock.now() - toldAt < TELL_MS) return;
        toldAt = ctx.clock.now();
        update(entry, { progress });
      };
      const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, controller.signal]) };
      entry.done = work(tell, inner).then(
        () => update(entry, { state: "done", ended: ctx.clock.now() }),
        (thrown: unknown) => {
          const error = toAppError(thrown);
          const state = error.code === "E_CANCELLED" ? "cancelled" : "failed";
          update(entry, { state, error: state === "failed" ? error : null, ended: ctx.clock.now() });
        },
      );
      changes.tell("jobs", id);
      return job;
    },
    list() {
      forgetOld(held, ctx.clock.now());
      return [...held.values()].map(({ job }) => job).toReversed();
    },
    get: (id) => find(id).job,
    async *follow(id, signal) {
      const entry = find(id);
      const left = Promise.withResolvers<void>();
      const leave = (): void => left.resolve();
      signal.addEventListener("abort", leave, { once: true });
      try {
        while (!signal.aborted) {
          const next = entry.changed.promise;
          yield entry.job;
          if (entry.job.state !== "running" && next === entry.changed.promise) return;
          await Promise.race([next, left.promise]);
        }
      } finally {
        signal.removeEventListener("abort", leave);
      }
    },
    async cancel(id) {
      const entry = find(id);
      entry.controller.abort();
      await entry.done;
      return entry.job;
    },
    async close() {
      for (const { controller } of held.values()) controller.abort();
      await Promise.all([...held.values()].map(({ done }) => done));
    },
  };
}

function forgetOld(held: Map<string, Held>, now: number): void {
  for (const [id, { job }] of held) if (job.ended !== null && now - job.ended > KEPT_MS) held.delete(id);
}
