export { chooseEngine, type EngineChoice, type EngineFacts, type LocalEngineKind } from "./choose.ts";
export { createLlamaServerEngine } from "./engine.ts";
export { findLlamaServer } from "./program.ts";
export { ensureLlamaServer } from "./release.ts";
export { findProjector } from "./projector.ts";
export type { LlamaServerOptions, ServerProgram } from "./types.ts";
