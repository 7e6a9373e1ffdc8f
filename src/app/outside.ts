import type { OutsideParts } from "../agent/index.ts";
import { toAppError, type Context } from "../core/index.ts";
import { createPresence, openEffects, type EffectAdapter, type Effects, type StopSwitch } from "../durable/index.ts";
import { createPermits, type Secrets } from "../guard/index.ts";
import { ensureHolder } from "../store/index.ts";
import type { Changes } from "./changes.ts";
import type { StoreKeeper } from "./storeKeeper.ts";

/** The journal of this home with the mint of its permits. */
export interface OutsideHouse extends OutsideParts {
  effects: Effects;
}

/** The same for who opened it. */
export interface OpenedOutside extends OutsideHouse {
  /** Ends what is being done, and leaves what stays open to the others on the same database. */
  close(): Promise<void>;
}

/** Takes the home, and carries on beside other work with what a crash left. */
export async function openOutside(
  services: Pick<StoreKeeper, "hold" | "store" | "databaseUrl"> & {
    stop(): Promise<StopSwitch>;
    secrets(): Promise<Secrets>;
    changes: Changes;
  },
  ctx: Context,
): Promise<OpenedOutside> {
  await services.hold();
  const [store, stop] = await Promise.all([services.store(), services.stop()]);
  const { mint, redeem } = createPermits(ctx.clock);
  const changed = (): void => services.changes.tell("effects");
  const adapter = async (kind: string, account: string): Promise<EffectAdapter | null> => {
    const { findAdapter } = await import("./accounts/adapter.ts"); // read by the first who acts through an account
    return findAdapter(kind, account, { store, secrets: services.secrets });
  };
  const holder = await ensureHolder(store.home, ctx);
  const { holders } = store;
  // In the home's own file nobody else can be at work.
  const presence = services.databaseUrl === undefined ? null : createPresence({ holders, holder }, ctx);
  const isSure = (): boolean => presence?.isSure() ?? true;
  const effects = openEffects({ store, stop, adapter, redeem, holder, isSure, changed }, ctx);
  const carryOn = (isForeign: boolean): void => {
    effects
      .reconcile({ isForeign })
      .catch((thrown: unknown) => ctx.log.error("effects were not reconciled", { error: toAppError(thrown) }));
  };
  await presence?.start(() => carryOn(true));
  carryOn(false);
  const close = async (): Promise<void> => {
    await effects.close();
    await presence?.leave();
  };
  return { effects, mint, close };
}
