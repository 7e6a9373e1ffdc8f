import type { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { Workspace } from "../workspace/types.ts";

/**
 * What a tool can do to the world. `read` looks; `write` changes files inside the workspace and can be undone; `outside`
 * reaches beyond the workspace or cannot be undone.
 */
export type EffectClass = "read" | "write" | "outside";

export interface ToolContext extends Context {
  workspace: Workspace;
}

/**
 * Contract: `run` gets input that the schema accepted; it throws AppError for what a person can mend; it never reaches
 * outside the workspace (`workspace` enforces it) and never treats text of a file as an instruction.
 */
export interface Tool<I = unknown, O = unknown> {
  name: string;
  /** One line, for the model. */
  description: string;
  input: z.ZodType<I>;
  effect: EffectClass;
  run(input: I, ctx: ToolContext): Promise<O>;
  /** One line for a person: what this call would do. */
  describe(input: I): string;
}
