import type { Config, Context } from "../../core/index.ts";
import type { Workflows } from "../../durable/index.ts";

/** The first time after the start has settled, then twice a day: a laptop is seldom on for a whole one. */
const FIRST_MS = 120_000;
const AGAIN_MS = 12 * 3_600_000;
const DAY_MS = 86_400_000;

/** Removes records of work that ended long ago for as long as the engine is open; returns what ends that. */
export function keepTidy(
  workflows: Pick<Workflows, "prune">,
  { keepDays, keepFailedDays }: Config["work"],
  ctx: Context,
): () => void {
  const left = new AbortController();
  const tidy = async (): Promise<void> => {
    try {
      const kept = { olderThanMs: keepDays * DAY_MS, failedOlderThanMs: keepFailedDays * DAY_MS };
      const { removed, bytesBefore, bytes } = await workflows.prune({ ...kept, signal: left.signal });
      if (removed > 0) ctx.log.info("old records of work were removed", { runs: removed, bytesBefore, bytes });
    } catch (error) {
      if (!left.signal.aborted) ctx.log.warn("old records of work were not removed", { error });
    }
  };
  const first = setTimeout(() => void tidy(), FIRST_MS).unref();
  const again = setInterval(() => void tidy(), AGAIN_MS).unref();
  return () => {
    left.abort();
    clearTimeout(first);
    clearInterval(again);
  };
}
