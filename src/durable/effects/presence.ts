import { createSteadyNow, type Context } from "../../core/index.ts";
import type { Holders } from "../../store/index.ts";

/**
 * This Kralle among others on one database. It counts on once a second; who did not in five looks of another is given up, and its open acts
 * are carried by that one. No clocks are compared: each goes by time that passes in its own process. A process that was stopped in between
 * (a closed lid, SIGSTOP) is sure of itself for SURE_MS from its last count only, which ends before any other may act.
 */
export interface Presence {
  isSure(): boolean;
  /** Counts for the first time, then goes on; `taken` is called when acts of another became this one's. */
  start(taken: () => void): Promise<void>;
  /** Stops, and leaves what is open to the others. */
  leave(): Promise<void>;
}

const BEAT_MS = 1_000;
const DEAD_LOOKS = 5;
/** Less than DEAD_LOOKS * BEAT_MS by more than clocks of two machines drift apart in that time. */
const SURE_MS = 3_500;

export function createPresence(
  { holders, holder, beatMs = BEAT_MS }: { holders: Holders; holder: string; beatMs?: number },
  ctx: Context,
): Presence {
  const steadyNow = createSteadyNow(ctx.clock);
  const left = new AbortController();
  /** How often another was looked at without having counted on. */
  const still = new Map<string, { beat: number; looks: number }>();
  let sureFrom = -Infinity;
  let going: Promise<void> = Promise.resolve();

  async function look(): Promise<number> {
    let taken = 0;
    for (const { holder: other, beat } of await holders.list()) {
      if (other === holder) continue;
      const known = still.get(other);
      const looks = known?.beat === beat ? known.looks + 1 : 0;
      still.set(other, { beat, looks });
      if (looks < DEAD_LOOKS) continue;
      still.delete(other);
      taken += (await holders.takeOver({ holder: other, beat }, holder, ctx)) ?? 0;
    }
    return taken;
  }

  async function round(taken: () => void): Promise<void> {
    const from = steadyNow();
    await holders.beat(holder);
    sureFrom = from;
    const acts = await look();
    if (acts === 0) return;
    ctx.log.info("took over acts that another Kralle left", { acts });
    taken();
  }

  async function go(taken: () => void): Promise<void> {
    while (!left.signal.aborted && !ctx.signal.aborted) {
      await ctx.clock.sleep(beatMs, AbortSignal.any([left.signal, ctx.signal])).catch(() => undefined); // fires when it leaves
      if (left.signal.aborted || ctx.signal.aborted) return;
      await round(taken).catch((error: unknown) =>
        ctx.log.warn("the others were not told that it is there", { error }),
      );
    }
  }

  return {
    isSure: () => steadyNow() - sureFrom < SURE_MS * (beatMs / BEAT_MS),
    async start(taken) {
      await round(taken);
      going = go(taken);
    },
    async leave() {
      left.abort();
      await going;
      await holders
        .leave(holder)
        .catch((error: unknown) => ctx.log.warn("the others were not told that it ends", { error }));
    },
  };
}
