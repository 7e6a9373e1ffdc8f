import type { Context } from "../../../core/index.ts";
import { removeTree } from "../files.ts";

const PARALLEL = 2;

/** Files fetched ahead of who joins them: two at once, never more than a window of them on disk. */
export interface PartQueue {
  start(ctx: Context): void;
  /** The path of this part, as soon as it is whole; rejects with what its fetch threw. */
  take(index: number): Promise<string>;
  /** So many bytes of this part are in the file now: they no longer count as pending. */
  joined(index: number, bytes: number): void;
  /** The part is no longer needed. */
  drop(index: number): Promise<void>;
  /** Ends what is running. Whole parts stay for a later pull. */
  close(): Promise<void>;
}

type Fetch = (index: number, report: (bytes: number) => void, ctx: Context) => Promise<string>;

export function createPartQueue(
  count: number,
  window: number,
  onPending: (bytes: number) => void,
  fetch: Fetch,
): PartQueue {
  const stop = new AbortController();
  const running: Promise<string>[] = [];
  const here = new Map<number, number>();
  const taken = new Map<number, number>();
  let context: Context | undefined;
  let lowest = 0;

  const report = (): void => {
    let bytes = 0;
    for (const [index, size] of here) bytes += Math.max(0, size - (taken.get(index) ?? 0));
    onPending(bytes);
  };
  const launch = (): void => {
    const ctx = context;
    if (!ctx) return;
    while (running.length < Math.min(count, lowest + window)) {
      const index = running.length;
      const onBytes = (bytes: number): void => {
        here.set(index, bytes);
        report();
      };
      // The one two before must be whole first: that keeps the number of running fetches at two.
      const turn = running[index - PARALLEL] ?? Promise.resolve("");
      const job = turn.then(() => fetch(index, onBytes, ctx));
      job.catch(() => undefined); // heard by `take`
      running.push(job);
    }
  };

  return {
    start(ctx) {
      context = { ...ctx, signal: AbortSignal.any([ctx.signal, stop.signal]) };
      launch();
    },
    async take(index) {
      const job = running[index];
      if (!job) throw new Error(`part ${index} was not started`);
      return await job;
    },
    joined(index, bytes) {
      taken.set(index, (taken.get(index) ?? 0) + bytes);
      report();
    },
    async drop(index) {
      const path = await running[index];
      lowest = index + 1;
      here.delete(index);
      taken.delete(index);
      report();
      if (path !== undefined) await removeTree(path);
      launch();
    },
    async close() {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}
