import type { BuiltinEngine, BuiltinOptions } from "../../src/models/index.ts";
import type { Weights } from "../home.ts";

/** What the parts of `bench models` work with. */
export interface Place {
  packDir: string;
  weights: Weights;
  threads: number;
  contextTokens: number;
  /** A llama-server; null where none can be had. */
  program: string | null;
  options: BuiltinOptions;
  createEngine(options: Partial<BuiltinOptions>): BuiltinEngine;
}
