import { z } from "zod";
import { refSchema, type Operation } from "../types.ts";

const args = z.object({ by: refSchema });
export type CoveredArgs = z.infer<typeof args>;

/** A clause that only goes on about what an earlier step did already ("and put it in drafts/x.txt"): nothing is left to do. */
export const coveredOp: Operation<CoveredArgs> = {
  name: "covered",
  args,
  effect: "read",
  async run({ by }, ctx) {
    ctx.get(by); // throws when the step is not there
    return { type: "done", changes: [], evidence: [] };
  },
};
