import { z } from "zod";
import { toSafeLine } from "../../guard/index.ts";
import { evaluate, type Evaluated } from "./expression.ts";
import type { Tool } from "./types.ts";

const input = z.object({
  expression: z.string().min(1).max(4_000).describe("e.g. (1.234,50 + 99) * 19 %  or  sum(1; 2; 3)"),
  decimal: z.enum([".", ","]).optional().describe("the decimal sign, where it is not plain from the numbers"),
});

export const calculateTool: Tool<z.infer<typeof input>, Evaluated> = {
  name: "calculate",
  description: "Compute exactly in decimals: + - * / ^ % ( ) sum avg min max round abs.",
  input,
  effect: "read",
  yields: "arguments",
  describe: ({ expression }) => toSafeLine(`calculate ${expression}`),
  run: ({ expression, decimal }) => Promise.resolve(evaluate(expression, decimal)),
};
