import type { Context } from "../../core/index.ts";

/** Something took longer than it may. */
export class TimeoutFault extends Error {
  override readonly name = "TimeoutFault";
}

/**
 * Runs `work` with a context that is cancelled when `ms` are over; then rejects with a TimeoutFault, whatever `work` does.
 */
export async function withTimeout<T>(ms: number, work: (ctx: Context) => Promise<T>, ctx: Context): Promise<T> {
  const stop = new AbortController();
  const signal = AbortSignal.any([ctx.signal, stop.signal]);
  const running = work({ ...ctx, signal });
  running.catch(() => undefined); // it may fail after the race is over
  const ended = new AbortController();
  const timer = ctx.clock.sleep(ms, AbortSignal.any([ctx.signal, ended.signal])).then(() => {
    const fault = new TimeoutFault(`took longer than ${ms / 1000} s`);
    stop.abort(fault);
    throw fault;
  });
  timer.catch(() => undefined);
  try {
    return await Promise.race([running, timer]);
  } finally {
    ended.abort();
  }
}
