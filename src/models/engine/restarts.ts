import type { Clock } from "../../core/index.ts";

export interface Restarts {
  recordCrash(reason: string): void;
  /** ms to wait before the next start: 0.5 s after the first crash, doubled with each, at most 30 s. */
  delay(): number;
  /** Three crashes in five minutes: no further start until the oldest of them is older than that. */
  isBroken(): boolean;
  readonly lastReason: string;
}

const WINDOW_MS = 5 * 60_000;
const MOST_CRASHES = 3;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

export function createRestarts(clock: Clock): Restarts {
  let crashes: number[] = [];
  let lastReason = "";
  const recent = (): number[] => {
    crashes = crashes.filter((at) => clock.now() - at < WINDOW_MS);
    return crashes;
  };
  return {
    recordCrash(reason) {
      lastReason = reason;
      crashes.push(clock.now());
    },
    delay() {
      const last = recent().at(-1);
      if (last === undefined) return 0;
      const pause = Math.min(FIRST_DELAY_MS * 2 ** (crashes.length - 1), LONGEST_DELAY_MS);
      return Math.max(0, last + pause - clock.now());
    },
    isBroken: () => recent().length >= MOST_CRASHES,
    get lastReason() {
      return lastReason;
    },
  };
}
