import { lazily } from "../../core/index.ts";

export { chooseEngine, type EngineChoice, type EngineFacts, type LocalEngineKind } from "./choose.ts";
export { findProjector } from "./projector.ts";
export type { LlamaServerOptions, ServerProgram } from "./types.ts";

export const createLlamaServerEngine = lazily(() => import("./engine.ts").then((part) => part.createLlamaServerEngine));
export const findLlamaServer = lazily(() => import("./program.ts").then((part) => part.findLlamaServer));
export const ensureLlamaServer = lazily(() => import("./release.ts").then((part) => part.ensureLlamaServer));
