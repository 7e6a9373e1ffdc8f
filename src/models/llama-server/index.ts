export { createLlamaServerEngine } from "./engine.ts";
export { findLlamaServer } from "./program.ts";
export type { LlamaServerOptions, ServerProgram } from "./types.ts";
