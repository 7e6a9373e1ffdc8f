import { AppError, type Context } from "../../core/index.ts";
import type { Stop, Stops } from "../../store/index.ts";

/**
 * STOP. Contract: from the moment `stop` is called nothing more begins in this process, before it is on disk and also when it cannot be
 * written; what another process wrote is seen at the next act, because `require` asks the store each time. `signal` fires for
 * those who wait.
 */
export interface StopSwitch {
  stop(by: string, reason: string): Promise<Stop>;
  release(by: string): Promise<Stop | null>;
  current(): Promise<Stop | null>;
  /** Throws E_STOPPED where STOP holds, and the error of the store where that cannot be found out. */
  require(): Promise<void>;
  /** Fires at the next `stop`. */
  readonly signal: AbortSignal;
}

export function createStopSwitch(stops: Stops, ctx: Pick<Context, "clock">): StopSwitch {
  let waking = new AbortController();
  /** Set by this process, and perhaps not on disk. */
  let pending: { reason: string } | null = null;
  return {
    async stop(by, reason) {
      pending = { reason };
      waking.abort();
      return stops.set({ by, reason }, ctx);
    },
    async release(by) {
      const released = await stops.release(by, ctx);
      pending = null;
      waking = new AbortController();
      return released;
    },
    current: () => stops.current(),
    async require() {
      if (pending) throw stopped(pending.reason);
      const held = await stops.current();
      const set = held ?? pending; // perhaps set while the store was asked
      if (set) throw stopped(set.reason);
    },
    get signal() {
      return waking.signal;
    },
  };
}

function stopped(reason: string): AppError {
  const hint = "`kralle stop --off` releases it.";
  return reason === ""
    ? new AppError("E_STOPPED", "STOP holds: nothing is done outside.", { hint })
    : new AppError("E_STOPPED", `STOP holds (${reason}): nothing is done outside.`, { hint });
}
