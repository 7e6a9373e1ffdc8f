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
