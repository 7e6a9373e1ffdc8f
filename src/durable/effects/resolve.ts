import { toAppError, type Context } from "../../core/index.ts";
import type { EffectRecord } from "../../store/index.ts";
import { ask } from "./attempt.ts";
import { pauseBefore } from "./patience.ts";
import type { CarryParts } from "./carry.ts";
import type { EffectAdapter, Order } from "./types.ts";

/**
 * What is to be done about an act that may have happened. absent: it did not · repeatable: it may have, and the key makes another
 * attempt the same act · unasked: the other side could not be asked now.
 */
export type Resolved =
  | { type: "happened"; receipt: unknown }
  | { type: "absent" }
  | { type: "repeatable" }
  | { type: "unasked"; reason: string }
  | { type: "unknown"; reason: string };

const MOST_QUESTIONS = 3;

/** `doubt` says why it may have happened; `beganHere` is `Ages.elapsed` of the first attempt, where that was in this process. */
export async function resolve(
  record: EffectRecord,
  adapter: EffectAdapter,
  { doubt, beganHere }: { doubt: string; beganHere: number | null },
  parts: CarryParts,
  ctx: Context,
): Promise<Resolved> {
  if (adapter.effectClass === "neither") return { type: "unknown", reason: doubt };
  if (adapter.effectClass === "keyed" && (await parts.ages.knowsKey(record, adapter, beganHere)))
    return { type: "repeatable" };
  if (!adapter.query) return { type: "unknown", reason: doubt };
  const { account, arguments: given, key } = record;
  return question(adapter, { account, arguments: given, key }, parts, ctx);
}

async function question(adapter: EffectAdapter, order: Order, { random }: CarryParts, ctx: Context): Promise<Resolved> {
  for (let asked = 1; ; asked += 1) {
    // By time that passes here, not by the clock: what was on the way has arrived by then.
    await ctx.clock.sleep(adapter.settleMs ?? 0, ctx.signal);
    try {
      const receipt = await ask(adapter, order, ctx);
      return receipt === null ? { type: "absent" } : { type: "happened", receipt };
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      if (asked === MOST_QUESTIONS) return { type: "unasked", reason: toAppError(thrown).message };
      await ctx.clock.sleep(pauseBefore(asked, random), ctx.signal);
    }
  }
}
