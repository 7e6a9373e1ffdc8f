import { AppError, toAppError, type Context, type Permit } from "../../core/index.ts";
import type { EffectRecord, Store } from "../../store/index.ts";
import { createAges } from "./age.ts";
import { carry, type CarryParts } from "./carry.ts";
import { toError, toFault, unknown } from "./faults.ts";
import { hashIntent } from "./intent.ts";
import type { StopSwitch } from "./stop.ts";
import type { EffectAdapter, Effects, Intent, Reconciled } from "./types.ts";

export interface EffectsOptions {
  store: Pick<Store, "effects" | "space">;
  stop: StopSwitch;
  /** Null where nobody can do that (any more): such an account was removed. Throws where it cannot be said now. */
  adapter(kind: string, account: string): EffectAdapter | null | Promise<EffectAdapter | null>;
  /** The guard's: throws E_REFUSED where the permit does not release the act of this hash. */
  redeem(permit: Permit, hash: string): void;
  /** Which Kralle this is; only what it left is carried on with. */
  holder: string;
  /** 0 to 1; for the pauses between attempts. */
  random?: () => number;
  /** Time that passes, ms; the process's own without it. */
  elapsed?: () => number;
  /** Something changed in the journal. */
  changed?: () => void;
}

/** Whoever calls this holds the home: no second process may carry the same effects. See `Effects` for the contract. */
export function openEffects(options: EffectsOptions, ctx: Context): Effects {
  const { store, stop, redeem, holder, random = Math.random, changed = () => undefined } = options;
  const log = store.effects;
  const parts: CarryParts = { log, stop, ages: createAges(log, ctx.clock, options.elapsed), random };
  /** By name: what is being carried now, so that a second call attaches. */
  const carried = new Map<string, Promise<EffectRecord>>();
  let isClosed = false;

  const once = (ref: string, work: () => Promise<EffectRecord>): Promise<EffectRecord> => {
    const running = carried.get(ref);
    if (running) return running;
    const begun = work().finally(() => {
      carried.delete(ref);
      changed();
    });
    carried.set(ref, begun);
    return begun;
  };

  async function carryOn(record: EffectRecord, isNew: boolean, own?: EffectAdapter): Promise<EffectRecord> {
    const adapter = own ?? (await options.adapter(record.kind, record.account));
    if (adapter) await carry(record, isNew, adapter, parts, ctx);
    else await leave(record);
    return (await log.get(record.id))!;
  }

  /** Nobody here can do it or ask about it. */
  async function leave({ id, state }: EffectRecord): Promise<void> {
    const end =
      state === "sent"
        ? { state: "unknown" as const, fault: unknown("Kralle ended while it was being done") }
        : { state: "failed" as const, fault: toFault(gone()) };
    await log.finish(id, end, ctx);
  }

  async function begin(intent: Intent, hash: string, permit: Permit, own?: EffectAdapter): Promise<EffectRecord> {
    const { id: ref, kind, account, arguments: given, key = ref, title, run = null } = intent;
    const known = await log.find(ref);
    if (known)
      return requireSame(known, hash).state === "intended" || known.state === "sent"
        ? carryOn(known, false, own)
        : known;
    const adapter = own ?? (await options.adapter(kind, account));
    if (!adapter) throw gone();
    await stop.require();
    redeem(permit, hash);
    store.space.require();
    const { effectClass } = adapter;
    const { record, isNew } = await log.add(
      { ref, kind, account, effectClass, key, title, arguments: given, hash, run, holder },
      ctx,
    );
    changed();
    return carryOn(requireSame(record, hash), isNew, own);
  }

  return {
    async perform(intent, permit, own) {
      if (isClosed) throw new AppError("E_CANCELLED", "Kralle is closing.");
      const hash = hashIntent(intent);
      const record = await once(intent.id, () => begin(intent, hash, permit, own));
      return outcomeOf(requireSame(record, hash));
    },
    reconcile: async () => reconcile(await log.open(holder), (left) => once(left.ref, () => carryOn(left, false)), ctx),
    async settle(id, happened, by) {
      const isSettled = await log.settle(id, happened ? "confirmed" : "failed", by, ctx);
      const record = await log.get(id);
      if (!record)
        throw new AppError("E_NOT_FOUND", `There is no effect ${id}.`, { hint: "`kralle effects` shows them." });
      if (!isSettled) {
        throw new AppError("E_INPUT", `What became of ${id} is known, or it is still being done.`, {
          hint: "`kralle effects --unknown` shows those that wait for your word.",
        });
      }
      changed();
      return record;
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(carried.values());
    },
  };
}

async function reconcile(
  left: readonly EffectRecord[],
  work: (record: EffectRecord) => Promise<EffectRecord>,
  ctx: Context,
): Promise<Reconciled> {
  const sums: Reconciled = { confirmed: 0, failed: 0, unknown: 0, open: 0 };
  const carryOne = async (record: EffectRecord): Promise<void> => {
    try {
      const { state } = await work(record);
      sums[state === "intended" || state === "sent" ? "open" : state] += 1;
    } catch (thrown) {
      sums.open += 1;
      ctx.log.warn("effect stays open", { effect: record.id, error: toAppError(thrown) });
    }
  };
  await Promise.all(left.map(carryOne));
  return sums;
}

/** The receipt of an act that happened; of every other one why not. */
function outcomeOf({ id, state, receipt, fault }: EffectRecord): unknown {
  if (state === "confirmed") return receipt;
  throw toError(fault ?? unknown("its outcome was not recorded"), id);
}

function requireSame(record: EffectRecord, hash: string): EffectRecord {
  if (record.hash === hash) return record;
  throw new AppError("E_INPUT", "Something else was done under the same name already.", {
    hint: "Give this act a name of its own.",
    data: { effect: record.id },
  });
}

const gone = (): AppError =>
  new AppError("E_EFFECT_FAILED", "The account that should do this is not there (any more).", {
    hint: "Nothing was done outside. Connect the account and ask for it again.",
  });
