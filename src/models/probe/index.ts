import { lazily } from "../../core/index.ts";

export { offer } from "./offer.ts";
export { modelDepth, type DepthProgress, type ModelDepth, type SpeedAt } from "./types.ts";
export type { DepthOptions } from "./depth.ts";

export const probeAbility = lazily(() => import("./ability.ts").then((part) => part.probeAbility));
export const probeDepth = lazily(() => import("./depth.ts").then((part) => part.probeDepth));
