import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { createTools } from "../../tools/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({ name: z.string(), input: z.unknown() });
export type ToolArgs = z.infer<typeof args>;

const MAX_CHARS = 6_000;

/** A tool that a capable model chose; what it may do, the policy decides. Its output is data, cut where it is long. */
export const toolOp: Operation<ToolArgs> = {
  name: "tool",
  args,
  effect: "read",
  reads: "arguments",
  async run({ name, input }, ctx) {
    const known = [...createTools({ sandbox: ctx.boundary.sandbox }), ...(await ctx.boundary.others())];
    const tool = known.find((one) => one.name === name);
    if (!tool) throw new AppError("E_PLAN_INVALID", `There is no tool "${name}".`);
    const output = JSON.stringify(await ctx.boundary.use(tool, input)) ?? "";
    const { led } = ctx.boundary.provenance;
    const text = output.length > MAX_CHARS ? `${output.slice(0, MAX_CHARS)} … (${output.length} characters)` : output;
    return { type: "text", text, lang: ctx.request.lang, evidence: [], labels: led };
  },
};
