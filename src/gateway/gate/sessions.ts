import { hashSecret } from "../../core/index.ts";

/**
 * What was proven in this process and is still in use. It is found by the whole text that is sent, as in any table of sessions,
 * so a client that is at work goes on while somebody guesses at its id: a guess that would be found here has guessed 256 bits.
 */
export interface Sessions {
  has(text: string): boolean;
  put(text: string): void;
  sweep(): void;
}

const LIVE_MS = 12 * 3_600_000;

export function createSessions(elapsed: () => number): Sessions {
  const until = new Map<string, number>();
  return {
    has: (text) => (until.get(hashSecret(text)) ?? -Infinity) > elapsed(),
    put: (text) => void until.set(hashSecret(text), elapsed() + LIVE_MS),
    sweep() {
      for (const [hash, end] of until) if (end <= elapsed()) until.delete(hash);
    },
  };
}
