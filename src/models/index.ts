import { lazily } from "../core/index.ts";

export * from "./catalogue/index.ts";
export * from "./fit/index.ts";
export * from "./gguf/index.ts";
export * from "./hardware/index.ts";
export * from "./install/index.ts";
export * from "./pack/index.ts";
export * from "./types.ts";
export * from "./engine/types.ts";
export type { BuiltinEngine, BuiltinOptions } from "./engine/builtin.ts";
export * from "./embed/index.ts";
export * from "./llama-server/index.ts";
export type { ChildEngine } from "./engine/childEngine.ts";
export { createModels, recogniseToolCalls } from "./generate/index.ts";
export * from "./probe/index.ts";
export * from "./remote/index.ts";
export type { ModelsOptions, Picked, Recognised } from "./generate/index.ts";
export * from "./residency/index.ts";
export type { ConverseRequest } from "./generate/converse.ts";

// What fetches, starts and runs models is read when it is first called: most starts of the program only ask about models.
export const createBuiltinEngine = lazily(() => import("./engine/builtin.ts").then((part) => part.createBuiltinEngine));
export const withoutNetwork = lazily(() => import("./engine/withoutNetwork.ts").then((part) => part.withoutNetwork));
export const converse = lazily(() => import("./generate/converse.ts").then((part) => part.converse));
