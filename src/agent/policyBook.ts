import type { Context } from "../core/index.ts";
import { toKeptLine } from "../guard/index.ts";
import type { Store } from "../store/index.ts";
import type { PolicyBook } from "./boundary.ts";

/** The owner's policy out of the store, read anew for each decision: a line that is added counts from that moment on. */
export function createPolicyBook({ policy }: Pick<Store, "policy">, ctx: Context): PolicyBook {
  return {
    lines: async () => (await policy.list()).map(toKeptLine),
    uses: (tool) => policy.uses(tool, ctx),
    countUse: (tool) => policy.countUse(tool, ctx),
  };
}
