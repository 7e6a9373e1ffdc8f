export { openEffects, type EffectsOptions } from "./open.ts";
export { createStopSwitch, type StopSwitch } from "./stop.ts";
export { createPresence, type Presence } from "./presence.ts";
export { hashIntent } from "./intent.ts";
export { toFault } from "./faults.ts";
export type { Act, EffectAdapter, Effects, Intent, Order, Reconciled } from "./types.ts";
