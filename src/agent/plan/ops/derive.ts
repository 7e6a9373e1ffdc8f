import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { sum } from "../../../files/index.ts";
import { refSchema, type Operation } from "../types.ts";
import { toTable } from "./save.ts";

const args = z.object({
  from: refSchema,
  /** count: number of rows or files; sum: of the numbers of `column` (an index). */
  fn: z.enum(["count", "sum"]),
  column: z.number().int().optional(),
});
export type DeriveArgs = z.infer<typeof args>;

/** One number out of an earlier result: how many rows it has, or the sum of one of its columns. */
export const deriveOp: Operation<DeriveArgs> = {
  name: "derive",
  args: args as z.ZodType<DeriveArgs>,
  effect: "read",
  run({ from, fn, column }, ctx) {
    const val = ctx.get(from);
    if (val.type === "done") throw new AppError("E_BUG", `${from} is no result to count.`);
    const table = toTable(val);
    if (fn === "count") return Promise.resolve(toNumber(String(table.rows.length), val.evidence));
    const at = column ?? table.columns.findIndex(({ kind }) => kind === "number");
    if (at < 0) throw new AppError("E_PLAN_INVALID", "The result has no column of numbers to add up.");
    return Promise.resolve(toNumber(sum(table.rows.flatMap((row) => row[at] ?? [])), val.evidence));
  },
};

function toNumber(value: string, evidence: { path: string; quote: string }[]) {
  return { type: "value" as const, value, kind: "number" as const, evidence };
}
