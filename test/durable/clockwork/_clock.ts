import type { Clock } from "../../../src/core/index.ts";

/** A clock that stands still until it is moved; who sleeps wakes when their moment has come. */
export interface HandClock extends Clock {
  set(now: number): void;
}

export function createHandClock(start: number): HandClock {
  let now = start;
  const sleepers = new Set<{ until: number; wake(): void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (ms <= 0) return void setImmediate(resolve);
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => (sleepers.delete(sleeper), reject(signal.reason)), { once: true });
      }),
    set(moment) {
      now = moment;
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
    },
  };
}
