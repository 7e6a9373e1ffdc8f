import type { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { Amount, Labels } from "../../guard/index.ts";
import type { Workspace } from "../workspace/types.ts";

/**
 * What a tool can do to the world. `read` looks; `write` changes files inside the workspace and can be undone; `outside`
 * reaches beyond the workspace or cannot be undone.
 */
export type EffectClass = "read" | "write" | "outside";

/**
 * What the output of a tool is made of, besides its arguments: nothing else · anything in the folder · the file that the argument `path`
 * names · what stands outside, with these labels.
 */
export type Yields = "arguments" | "folder" | "file" | Labels;

/** What a call with an effect outside would do to whom, for rules about recipients and amounts. */
export interface Reach {
  /** Addresses, hosts, accounts: everybody whom it reaches. */
  recipients: readonly string[];
  /** The money that it moves; null where it moves none, "unknown" where nobody can tell. */
  amount: Amount | "unknown" | null;
}

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
  /** It runs a program. */
  runsCode?: boolean;
  /** Who wrote its name, description and schema, where that is not Kralle: these stand in the prompt. */
  words?: Labels;
  /** Without it the output counts as anybody's words and as private. */
  yields?: Yields;
  /** Without it nobody knows whom a call reaches and what it moves: rules that allow by that do not apply. */
  reach?(input: I): Reach;
  /** Another name by which the owner's rules may call it, as `mcp:calendar.list`. */
  alias?: string;
  run(input: I, ctx: ToolContext): Promise<O>;
  /** One line for a person: what this call would do. */
  describe(input: I): string;
}
