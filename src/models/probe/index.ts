export { probeAbility } from "./ability.ts";
export { probeDepth, type DepthOptions } from "./depth.ts";
export { offer } from "./offer.ts";
export { modelDepth, type DepthProgress, type ModelDepth, type SpeedAt } from "./types.ts";
