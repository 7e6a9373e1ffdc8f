import { toAppError, type Context } from "../../core/index.ts";
import type { EffectFault, EffectLog, EffectRecord } from "../../store/index.ts";
import type { Ages } from "./age.ts";
import { ACT_MS, attempt } from "./attempt.ts";
import { toError, toFault, tooLate, tooOften, unknown } from "./faults.ts";
import { MOST_ATTEMPTS, MOST_WAIT_MS, pauseBefore } from "./patience.ts";
import { resolve } from "./resolve.ts";
import type { StopSwitch } from "./stop.ts";
import type { EffectAdapter, Order } from "./types.ts";

export interface CarryParts {
  log: EffectLog;
  stop: StopSwitch;
  ages: Ages;
  /** 0 to 1 */
  random(): number;
  /** Which Kralle this is. */
  holder: string;
  /** Throws E_CANCELLED where another Kralle may carry this by now. */
  ensureOwner(): Promise<void>;
}

/**
 * Carries one act to its end and records that. `isNew`: it was intended just now; else an earlier process, or an earlier call,
 * left it open; `isForeign`: another Kralle did, which may be alive. Throws where it stays open: STOP holds and it may have happened, the other side cannot be asked, the store does
 * not take the outcome, `ctx.signal` fired.
 */
export async function carry(
  record: EffectRecord,
  { isNew, isForeign }: { isNew: boolean; isForeign: boolean },
  adapter: EffectAdapter,
  parts: CarryParts,
  ctx: Context,
): Promise<void> {
  const { log, stop, ages } = parts;
  const { id, account, arguments: given, key } = record;
  const order: Order = { account, arguments: given, key };
  const confirm = (receipt: unknown) => log.finish(id, { state: "confirmed", receipt }, ctx);
  const fail = (fault: EffectFault) => log.finish(id, { state: "failed", fault }, ctx);
  const giveUp = (reason: string, receipt?: unknown) =>
    log.finish(id, { state: "unknown", receipt, fault: unknown(reason) }, ctx);

  /** Why an earlier attempt may have happened; null while it is certain that none did. */
  let doubt = record.state === "sent" ? "Kralle ended while it was being done" : null;
  let refusal = tooOften();
  let retryAfterMs = 0;
  let beganHere: number | null = null;
  for (let count = 1; ; count += 1) {
    if (doubt !== null) {
      // Whoever began it may not have ended: it bounds its act, and begins none once it is not sure of itself.
      if (isForeign && beganHere === null) await ctx.clock.sleep(adapter.actMs ?? ACT_MS, ctx.signal);
      const found = await resolve(record, adapter, { doubt, beganHere }, parts, ctx);
      if (found.type === "happened") return void (await confirm(found.receipt));
      if (found.type === "unknown") return void (await giveUp(found.reason));
      if (found.type === "unasked") throw toError(unknown(found.reason), id);
      if (found.type === "absent") doubt = null;
    }
    const isTimely = isNew || beganHere !== null || (await ages.isFresh(record, adapter));
    if (!isTimely || count > MOST_ATTEMPTS || retryAfterMs > MOST_WAIT_MS) {
      return void (await (doubt === null ? fail(isTimely ? refusal : tooLate()) : giveUp(doubt)));
    }
    if (count > 1) await pause(pauseBefore(count - 1, parts.random, retryAfterMs), stop, ctx);
    if (!(await begin(id, doubt === null, parts, ctx))) return;
    beganHere ??= ages.elapsed();
    const act = await attempt(adapter, order, ctx);
    if (act.outcome === "done") {
      return void (await ((await isThere(adapter, order, act.receipt, ctx))
        ? confirm(act.receipt)
        : giveUp("it was not found afterwards", act.receipt)));
    }
    if (act.outcome === "refused") return void (await (doubt === null ? fail(act.fault) : giveUp(doubt)));
    retryAfterMs = 0;
    if (act.outcome === "unclear") doubt = act.reason;
    else {
      refusal = act.fault;
      retryAfterMs = act.retryAfterMs ?? 0;
      if (doubt === null) await log.retreat(id, parts.holder, ctx);
    }
  }
}

/**
 * The act begins: that is on disk, and STOP was looked at with nothing left to wait for. False: somebody settled it meanwhile. Where STOP
 * holds, an act that certainly did not happen has failed.
 */
async function begin(
  id: string,
  isCertain: boolean,
  { log, stop, holder, ensureOwner }: CarryParts,
  ctx: Context,
): Promise<boolean> {
  let hasBegun = false;
  try {
    await stop.require();
    await ensureOwner();
    if (!(await log.begin(id, holder, ctx))) return false;
    hasBegun = true;
    await stop.require();
    await ensureOwner(); // last of all: a process that was paused until now finds out here
    return true;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (!isCertain) throw error;
    if (error.code === "E_STOPPED") {
      await log.finish(id, { state: "failed", fault: toFault(error) }, ctx);
      return false;
    }
    if (hasBegun) await log.retreat(id, holder, ctx); // nothing of it went out
    throw error;
  }
}

/** STOP ends it: what comes next looks at STOP. */
async function pause(ms: number, stop: StopSwitch, ctx: Context): Promise<void> {
  try {
    await ctx.clock.sleep(ms, AbortSignal.any([ctx.signal, stop.signal]));
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    if (!stop.signal.aborted) throw thrown;
  }
}

async function isThere(adapter: EffectAdapter, order: Order, receipt: unknown, ctx: Context): Promise<boolean> {
  if (!adapter.readBack) return true;
  return adapter.readBack(order, receipt, ctx).catch(() => false); // told as not found
}
