import type { GuessBook } from "../../app/index.ts";
import { toAppError, type Context } from "../../core/index.ts";
import { GATE_LIMITS } from "./limits.ts";

/** Ids that nobody knows share one bucket, and so do one-time codes. No id of a credential looks like these. */
export const UNKNOWN = "unknown";
export const CODES = "codes";

export type Attempt =
  | { kind: "right" }
  /** `stored` resolves when the count is on disk: answer only then, or a crash would give the guess back. */
  | { kind: "wrong"; stored: Promise<void> }
  /** Not evaluated. `isFirst`: of this closing of the bucket. */
  | { kind: "refused"; retryMs: number; isFirst: boolean };

/**
 * Wrong secrets per bucket: at most ten are evaluated within any five minutes, over all routes, doors and connections
 * together and over restarts. The bucket is what the caller names (the id), never where he comes from, so no number of
 * addresses or forwarding headers buys more guesses, and this machine gets no discount.
 *
 * A right secret does not empty the bucket, and a full bucket refuses it too: a guess that is answered is evaluated, whether it
 * was right or wrong. That an attacker who knows an id thereby closes it is bounded by three things: sessions that are live go
 * on (`sessions.ts`), other ids and the owner's own socket are not touched, and the owner sees it (`kralle token list`).
 *
 * Time is what has really passed, not the clock's, so setting the clock opens nothing. After a restart all guesses that counted
 * count anew from then on.
 */
export interface Limiter {
  attempt(bucket: string, isRight: () => boolean): Attempt;
  /** Takes what no longer counts off the disk, so that a later restart does not count it anew. */
  sweep(): void;
}

interface Bucket {
  /** Of `elapsed`, oldest first. */
  times: number[];
  isClosed: boolean;
}

export function createLimiter(
  book: GuessBook,
  ctx: Pick<Context, "clock" | "log">,
  elapsed: () => number = () => performance.now(),
): Limiter {
  const start = elapsed();
  const buckets = new Map<string, Bucket>();
  for (const { bucket, times } of book.all()) {
    if (times.length > 0) buckets.set(bucket, { times: times.map(() => start), isClosed: false });
  }

  const drop = (bucket: Bucket): void => {
    const from = elapsed() - GATE_LIMITS.guessWindowMs;
    while ((bucket.times[0] ?? Infinity) <= from) bucket.times.shift();
    if (bucket.times.length < GATE_LIMITS.guesses) bucket.isClosed = false;
  };

  const save = async (name: string, isNew: boolean): Promise<void> => {
    const row = book.of(name) ?? { bucket: name, times: [], total: 0, last: 0 };
    const counted = buckets.get(name)?.times.length ?? 0;
    const now = ctx.clock.now();
    const known = isNew ? [...row.times, now] : row.times;
    const times = known.slice(Math.max(0, known.length - counted));
    const next = isNew ? { total: row.total + 1, last: now } : { total: row.total, last: row.last };
    try {
      await book.put({ bucket: name, times, ...next });
    } catch (thrown) {
      // It counts in memory; that the disk is full must not open the gate, nor close it.
      ctx.log.error("a wrong secret could not be noted", { bucket: name, code: toAppError(thrown).code });
    }
  };

  return {
    attempt(name, isRight) {
      const bucket = buckets.get(name) ?? { times: [], isClosed: false };
      drop(bucket);
      const [oldest] = bucket.times;
      if (bucket.times.length >= GATE_LIMITS.guesses && oldest !== undefined) {
        const isFirst = !bucket.isClosed;
        bucket.isClosed = true;
        return { kind: "refused", retryMs: oldest + GATE_LIMITS.guessWindowMs - elapsed(), isFirst };
      }
      // Evaluated and counted in one go: nothing else runs in between, however many ask at once.
      if (isRight()) return { kind: "right" };
      bucket.times.push(elapsed());
      buckets.set(name, bucket);
      return { kind: "wrong", stored: save(name, true) };
    },
    sweep() {
      for (const [name, bucket] of buckets) {
        drop(bucket);
        if (bucket.times.length > 0) continue;
        buckets.delete(name);
        if ((book.of(name)?.times.length ?? 0) > 0) void save(name, false);
      }
    },
  };
}
