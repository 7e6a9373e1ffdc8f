import { lazily } from "../../core/index.ts";

export type { ChildEncoder, EncoderOptions } from "./encoder.ts";
export { ENCODER, type EncoderModel } from "./model.ts";
export type { EmbedKind, EmbedRequest, EmbedResult, Encoder } from "./types.ts";

export const createEncoder = lazily(() => import("./encoder.ts").then((part) => part.createEncoder));
export const pullEncoder = lazily(() => import("./source.ts").then((part) => part.pullEncoder));
