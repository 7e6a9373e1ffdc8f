export { createInference } from "./open.ts";
export type { Answering, Inference, OfferedModel, ResidentInfo } from "./types.ts";
