export { createEncoder, type ChildEncoder, type EncoderOptions } from "./encoder.ts";
export { ENCODER, type EncoderModel } from "./model.ts";
export { pullEncoder } from "./source.ts";
export type { EmbedKind, EmbedRequest, EmbedResult, Encoder } from "./types.ts";
