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

/**
 * The time for what ends at a time: it never falls behind what has really passed since this was called, so setting the
 * system's clock back prolongs nothing.
 */
export function createSteadyNow(clock: Clock, elapsed: () => number = () => performance.now()): () => number {
  const [start, base] = [clock.now(), elapsed()];
  return () => Math.max(clock.now(), start + Math.floor(elapsed() - base));
}
