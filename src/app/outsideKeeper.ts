import type { Context } from "../core/index.ts";
import type { StopSwitch } from "../durable/index.ts";
import type { Secrets } from "../guard/index.ts";
import type { Changes } from "./changes.ts";
import type { OpenedOutside, OutsideHouse } from "./outside.ts";
import type { StoreKeeper } from "./storeKeeper.ts";

/** The home with its store, STOP and the journal, each opened by the first who needs it. */
export interface OutsideKeeper extends StoreKeeper {
  stop(): Promise<StopSwitch>;
  outside(): Promise<OutsideHouse>;
}

export function createOutsideKeeper(
  inner: StoreKeeper,
  { changes, secrets }: { changes: Changes; secrets(): Promise<Secrets> },
  ctx: Context,
): OutsideKeeper {
  let stop: Promise<StopSwitch> | null = null;
  let house: Promise<OpenedOutside> | null = null;
  const openStop = async (): Promise<StopSwitch> => {
    const [{ stops }, { createStopSwitch }] = await Promise.all([inner.store(), import("../durable/index.ts")]);
    return createStopSwitch(stops, ctx);
  };
  const openHouse = async (): Promise<OpenedOutside> => {
    const { openOutside } = await import("./outside.ts");
    return openOutside({ ...inner, stop: keeper.stop, secrets, changes }, ctx);
  };
  const keeper: OutsideKeeper = {
    ...inner,
    stop: () => (stop ??= openStop()),
    outside: () => (house ??= openHouse()),
    async close() {
      await (await house?.catch(() => null))?.close();
      await inner.close();
    },
  };
  return keeper;
}
