import { toAppError, type Context } from "../../core/index.ts";
import type { Act, EffectAdapter, Order } from "./types.ts";

/** How long an act takes at most, where its adapter does not say. */
export const ACT_MS = 60_000;

/** One attempt, bounded in time. What is thrown, or takes too long, may have happened: that is unclear. */
export async function attempt(adapter: EffectAdapter, order: Order, ctx: Context): Promise<Act> {
  const { actMs = ACT_MS } = adapter;
  return bounded(actMs, ctx, (inner) => adapter.act(order, inner)).catch((thrown: unknown) => {
    return { outcome: "unclear", reason: toAppError(thrown).message };
  });
}

/** Whether an act happened: its receipt, or null. Throws when that could not be found out. */
export function ask(adapter: EffectAdapter, order: Order, ctx: Context): Promise<unknown> {
  const { actMs = ACT_MS, query } = adapter;
  return bounded(actMs, ctx, async (inner) => (query ? query.call(adapter, order, inner) : null));
}

/** Rejects when the time is over, also when the work does not listen to its signal. */
async function bounded<T>(ms: number, ctx: Context, work: (inner: Context) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const ended = new AbortController();
  const signal = AbortSignal.any([ctx.signal, over.signal]);
  const late = ctx.clock.sleep(ms, AbortSignal.any([ctx.signal, ended.signal])).then(() => {
    over.abort();
    throw new Error(`there was no answer within ${Math.round(ms / 1000)} s`);
  });
  try {
    return await Promise.race([work({ ...ctx, signal }), late]);
  } finally {
    late.catch(() => undefined); // it ends with the work
    ended.abort();
  }
}
