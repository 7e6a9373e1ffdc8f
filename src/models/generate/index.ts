export { createModels, type ModelsOptions, type Picked } from "./createModels.ts";
export { probeAbility } from "./probeAbility.ts";
export { recogniseToolCalls, type Recognised } from "./recogniseToolCalls.ts";
