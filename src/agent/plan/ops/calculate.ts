import { z } from "zod";
import { showValue } from "../result.ts";
import { calculateTool } from "../../tools/index.ts";
import type { Operation } from "../types.ts";

const args = z.object({
  /** E.g. "(1.234,50 + 99) * 19 %". */
  expression: z.string().min(1),
  /** Its decimal sign, where the numbers leave it open. */
  decimal: z.enum([".", ","]),
});
export type CalculateArgs = z.infer<typeof args>;

/** An arithmetic expression that stands in the request, in exact decimals. */
export const calculateOp: Operation<CalculateArgs> = {
  name: "calculate",
  args,
  effect: "read",
  reads: "arguments",
  async run(input, ctx) {
    const { value, exact } = await ctx.boundary.use(calculateTool, input);
    const lang = ctx.request.answerLang ?? ctx.request.lang;
    const say = `${input.expression} ${exact ? "=" : "≈"} ${showValue(value, "number", lang)}`;
    return { type: "value", value, kind: "number", evidence: [], say };
  },
};
