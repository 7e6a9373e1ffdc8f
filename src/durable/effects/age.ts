import { createSteadyNow, type Clock } from "../../core/index.ts";
import type { EffectLog, EffectRecord } from "../../store/index.ts";
import type { EffectAdapter } from "./types.ts";

const DAY_MS = 86_400_000;

/**
 * What may still be done at this age. The clock of a machine can be set back, so an age that it shows is at best the least; what it
 * cannot show counts as too old.
 */
export interface Ages {
  /** Time that passes in this process whatever the clock does, ms. */
  elapsed(): number;
  /** The other side surely still knows the key. `beganHere`: `elapsed` of the first attempt, where it was in this process. */
  knowsKey(record: EffectRecord, adapter: EffectAdapter, beganHere: number | null): Promise<boolean>;
  /** An act that an earlier process intended was intended so lately that it may still be begun. */
  isFresh(record: EffectRecord, adapter: EffectAdapter): Promise<boolean>;
}

export function createAges(log: EffectLog, clock: Clock, elapsed: () => number = () => performance.now()): Ages {
  const now = createSteadyNow(clock, elapsed);
  /** Infinity where the clock says less than what was recorded already. */
  const ageSince = async (at: number): Promise<number> => {
    const time = now();
    return time < (await log.latestAt()) ? Infinity : time - at;
  };
  return {
    elapsed,
    async knowsKey({ sent }, { keyWindowMs = Infinity }, beganHere) {
      if (keyWindowMs === Infinity) return true;
      if (beganHere !== null) return elapsed() - beganHere < keyWindowMs;
      // Half of it: while no process ran, the clock may have been set back by more than anybody can see here.
      return sent !== null && (await ageSince(sent)) < keyWindowMs / 2;
    },
    isFresh: async ({ intended }, { freshMs = DAY_MS }) => (await ageSince(intended)) < freshMs,
  };
}
