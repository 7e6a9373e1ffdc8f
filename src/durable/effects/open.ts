import { AppError, toAppError, type Context, type Permit } from "../../core/index.ts";
import type { EffectRecord, Store } from "../../store/index.ts";
import { createAges } from "./age.ts";
import { carry, type CarryParts } from "./carry.ts";
import { toError, toFault, unknown } from "./faults.ts";
import { hashIntent } from "./intent.ts";
import type { WorkflowRun } from "../types.ts";
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
  /** False while the others on the same database may take this one for dead; without it there are none. */
  isSure?: () => boolean;
  /** 0 to 1; for the pauses between attempts. */
  random?: () => number;
  /** Time that passes, ms; the process's own without it. */
  elapsed?: () => number;
  /** Something changed in the journal. */
  changed?: () => void;
}

type Run = Pick<WorkflowRun, "ensureOwner">;

/** Whoever calls this holds the home: no second process may carry the same effects. See `Effects` for the contract. */
export function openEffects(options: EffectsOptions, ctx: Context): Effects {
  const { holder, changed = () => undefined } = options;
  const log = options.store.effects;
  const { begin, carryOn } = createCarriage(options, ctx);
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

  return {
    async perform(intent, permit, own, run) {
      if (isClosed) throw new AppError("E_CANCELLED", "Kralle is closing.");
      const hash = hashIntent(intent);
      const record = await once(intent.id, () => begin(intent, hash, permit, own, run));
      return outcomeOf(requireSame(record, hash));
    },
    async reconcile({ isForeign = false } = {}) {
      const work = (left: EffectRecord) => once(left.ref, () => carryOn(left, { isNew: false, isForeign }));
      return reconcile(await log.open(holder), work, ctx);
    },
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

interface How {
  isNew: boolean;
  isForeign: boolean;
}

interface Carriage {
  /** From its intent, or from where it was left. */
  begin(intent: Intent, hash: string, permit: Permit, own?: EffectAdapter, work?: Run): Promise<EffectRecord>;
  carryOn(record: EffectRecord, how: How, own?: EffectAdapter, run?: Run): Promise<EffectRecord>;
}

function createCarriage(options: EffectsOptions, ctx: Context): Carriage {
  const { store, stop, redeem, holder, random = Math.random, changed = () => undefined } = options;
  const { isSure = () => true } = options;
  const log = store.effects;
  const ages = createAges(log, ctx.clock, options.elapsed);
  const partsOf = (run: Run | undefined): CarryParts => {
    const ensureOwner = async (): Promise<void> => {
      await run?.ensureOwner();
      if (!isSure()) throw notSure();
    };
    return { log, stop, ages, random, holder, ensureOwner };
  };
  async function carryOn(record: EffectRecord, how: How, own?: EffectAdapter, run?: Run): Promise<EffectRecord> {
    const adapter = own ?? (await options.adapter(record.kind, record.account));
    if (adapter) await carry(record, how, adapter, partsOf(run), ctx);
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

  /** One that another left is taken only by the work that it belongs to. */
  async function goOn(known: EffectRecord, own: EffectAdapter | undefined, work: Run | undefined) {
    if (known.state !== "intended" && known.state !== "sent") return known;
    const isForeign = known.holder !== holder;
    if (isForeign) {
      if (!work) throw toError(unknown("another Kralle is doing it"), known.id);
      await work.ensureOwner();
      if (!(await log.claim(known.id, known.holder, holder))) return (await log.get(known.id))!;
    }
    return carryOn({ ...known, holder }, { isNew: false, isForeign }, own, work);
  }

  async function begin(
    intent: Intent,
    hash: string,
    permit: Permit,
    own?: EffectAdapter,
    work?: Run,
  ): Promise<EffectRecord> {
    const { id: ref, kind, account, arguments: given, key = ref, title, run = null } = intent;
    const known = await log.find(ref);
    if (known) return goOn(requireSame(known, hash), own, work);
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
    requireSame(record, hash);
    return isNew ? carryOn(record, { isNew, isForeign: false }, own, work) : goOn(record, own, work);
  }

  return { begin, carryOn };
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

const notSure = (): AppError =>
  new AppError("E_CANCELLED", "The others on this database may have taken over what this Kralle does.", {
    hint: "It goes on where it was taken over; nothing was done here.",
  });

const gone = (): AppError =>
  new AppError("E_EFFECT_FAILED", "The account that should do this is not there (any more).", {
    hint: "Nothing was done outside. Connect the account and ask for it again.",
  });
