import { AppError, type Context } from "../core/index.ts";
import { parsePolicyLine, type KeptLine } from "../guard/index.ts";
import type { Store } from "../store/index.ts";
import type { PolicyBook } from "./boundary.ts";

/** The owner's policy out of the store, read anew for each decision: a line that is added counts from that moment on. */
export function createPolicyBook({ policy }: Pick<Store, "policy">, ctx: Context): PolicyBook {
  return {
    lines: async () => (await policy.list()).map(toKept),
    uses: (tool) => policy.uses(tool, ctx),
    countUse: (tool) => policy.countUse(tool, ctx),
  };
}

/** A line of a newer Kralle may be one that this one cannot read. */
function toKept({ id, text }: { id: string; text: string }): KeptLine {
  try {
    return { id, text, line: parsePolicyLine(text) };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { id, text, line: null };
  }
}
