/** How often an act is begun in one go, at most. */
export const MOST_ATTEMPTS = 6;
/** Who asks for more patience than this is not waited for. */
export const MOST_WAIT_MS = 5 * 60_000;

const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/**
 * The pause before the next attempt, in ms: doubles from a quarter of a second to half a minute, and of that a random part between half
 * and all, so that many who failed together do not come back together. Never less than the other side asked for.
 * `random` gives 0 to 1.
 */
export function pauseBefore(attempt: number, random: () => number, retryAfterMs = 0): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.max(retryAfterMs, Math.round(whole * (0.5 + random() / 2)));
}
