import { z } from "zod";
import { queryTablesTool } from "../../tools/index.ts";
import type { Operation, ResultTable } from "../types.ts";

const args = z.object({ sql: z.string().min(1) });
export type SqlArgs = z.infer<typeof args>;

/** A SELECT that the person wrote, over the tables of the workspace. */
export const sqlOp: Operation<SqlArgs> = {
  name: "sql",
  args,
  effect: "read",
  async run({ sql }, ctx) {
    const { columns, rows, truncated } = await ctx.boundary.use(queryTablesTool, { sql });
    if (truncated) ctx.note(ctx.request.lang === "de" ? "Nur die ersten 1.000 Zeilen." : "Only the first 1,000 rows.");
    const cells = rows.map((row) => columns.map((name) => (row[name] === null ? null : String(row[name]))));
    const table: ResultTable = {
      columns: columns.map((name, at) => ({ name, kind: kindOf(cells.map((row) => row[at] ?? null)), unit: null })),
      rows: cells,
    };
    return { type: "table", table, evidence: [] };
  },
};

function kindOf(cells: (string | null)[]): ResultTable["columns"][number]["kind"] {
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length === 0) return "text";
  if (filled.every((cell) => /^-?\d+(?:\.\d+)?$/.test(cell))) return "number";
  return filled.every((cell) => /^\d{4}-\d\d-\d\d$/.test(cell)) ? "date" : "text";
}
