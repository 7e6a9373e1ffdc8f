import type { OutsideParts } from "../agent/index.ts";
import { toAppError, type Context } from "../core/index.ts";
import { openEffects, type EffectAdapter, type Effects, type StopSwitch } from "../durable/index.ts";
import { createPermits, type Secrets } from "../guard/index.ts";
import { ensureHolder } from "./holder.ts";
import type { Changes } from "./changes.ts";
import type { StoreKeeper } from "./storeKeeper.ts";

/** The journal of this home with the mint of its permits. */
export interface OutsideHouse extends OutsideParts {
  effects: Effects;
}

/** Takes the home, and carries on beside other work with what a crash left. */
export async function openOutside(
  services: Pick<StoreKeeper, "hold" | "store"> & {
    stop(): Promise<StopSwitch>;
    secrets(): Promise<Secrets>;
    changes: Changes;
  },
  ctx: Context,
): Promise<OutsideHouse> {
  await services.hold();
  const [store, stop] = await Promise.all([services.store(), services.stop()]);
  const { mint, redeem } = createPermits(ctx.clock);
  const changed = (): void => services.changes.tell("effects");
  const adapter = async (kind: string, account: string): Promise<EffectAdapter | null> => {
    const { findAdapter } = await import("./accounts/adapter.ts"); // read by the first who acts through an account
    return findAdapter(kind, account, { store, secrets: services.secrets });
  };
  const effects = openEffects(
    { store, stop, adapter, redeem, holder: await ensureHolder(store.home, ctx), changed },
    ctx,
  );
  effects
    .reconcile()
    .catch((thrown: unknown) => ctx.log.error("effects were not reconciled", { error: toAppError(thrown) }));
  return { effects, mint };
}
