import type { Context } from "../../core/index.ts";
import { openLink } from "./link.ts";
import { readPlace } from "./place.ts";

/** Said by a trigger behind each event that is stored, by whichever process. */
const CHANNEL = "kralle_events";
const AGAIN_MS = 500;

/**
 * Hears of each session for which something was stored; null: of any, since something may have been missed (a connection was lost).
 * Returns what ends it.
 */
export function watchEvents(url: string, hear: (session: string | null) => void, ctx: Context): () => Promise<void> {
  const place = readPlace(url);
  const over = new AbortController();
  const listen = async (): Promise<void> => {
    const link = await openLink(place, { firm: true, log: ctx.log });
    try {
      await link.listen(CHANNEL, hear);
      hear(null);
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      over.signal.addEventListener("abort", () => resolve(), { once: true });
      if (!over.signal.aborted) await Promise.race([link.gone, ended]);
    } finally {
      await link.end().catch(() => undefined); // one that broke has nothing to end
    }
  };
  const going = (async (): Promise<void> => {
    while (!over.signal.aborted) {
      await listen().catch((error: unknown) => ctx.log.warn("other gateways are not heard", { error }));
      await ctx.clock.sleep(AGAIN_MS, over.signal).catch(() => undefined); // fires when it ends
    }
  })();
  return async () => {
    over.abort();
    await going;
  };
}
