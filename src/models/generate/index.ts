export { createModels, type ModelsOptions, type Picked } from "./createModels.ts";
export { recogniseToolCalls, type Recognised } from "./recogniseToolCalls.ts";
export { NATIVE_TOOLS_FROM } from "./toolStep.ts";
