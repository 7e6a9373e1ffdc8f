import { setTimeout as sleep } from "node:timers/promises";

/** Time as integer milliseconds UTC. `sleep` rejects with an AbortError when the signal fires. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {});
  },
};

/** A clock that starts at `start` and then runs with the system's; for work that takes a given day as today. */
export function shiftedClock(start: number, base: Clock = systemClock): Clock {
  const shift = start - base.now();
  return { now: () => base.now() + shift, sleep: (ms, signal) => base.sleep(ms, signal) };
}

/** A clock that runs with the system's and can be moved ahead: for a story whose days pass in minutes. */
export interface StoryClock extends Clock {
  /** Ahead only; whoever sleeps until then wakes. ms UTC */
  moveTo(moment: number): void;
}

export function createStoryClock(start: number, base: Clock = systemClock): StoryClock {
  let shift = start - base.now();
  const sleepers = new Set<AbortController>();
  const now = (): number => base.now() + shift;
  return {
    now,
    async sleep(ms, signal) {
      const until = now() + ms;
      do {
        const moved = new AbortController();
        sleepers.add(moved);
        try {
          const signals = signal ? [signal, moved.signal] : [moved.signal];
          await base.sleep(Math.max(0, until - now()), AbortSignal.any(signals));
        } catch (thrown) {
          if (signal?.aborted || !moved.signal.aborted) throw thrown;
        } finally {
          sleepers.delete(moved);
        }
      } while (now() < until);
    },
    moveTo(moment) {
      shift += Math.max(0, moment - now());
      for (const sleeper of sleepers) sleeper.abort();
    },
  };
}

/**
 * The time for what ends at a time: it never falls behind what has really passed since this was called, so setting the
 * system's clock back prolongs nothing.
 */
export function createSteadyNow(clock: Clock, elapsed: () => number = () => performance.now()): () => number {
  const [start, base] = [clock.now(), elapsed()];
  return () => Math.max(clock.now(), start + Math.floor(elapsed() - base));
}
