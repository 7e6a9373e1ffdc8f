import type { Figure, UsedModel } from "../bench/types.ts";
import type { Context } from "../src/core/index.ts";

/** What a part of the evaluation is handed. */
export interface EvalRun {
  ctx: Context;
  /** Says what was found, for people. */
  note(text: string): void;
  /** Those that were used are added. */
  models: UsedModel[];
}

/** Measures one job and gives figures; `args` are its options. */
export type EvalPart = (args: readonly string[], run: EvalRun) => Promise<Figure[]>;
