import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { editTable, type Table, type TableEdit } from "../../../files/index.ts";
import { loadDoc } from "../../docs.ts";
import type { Change } from "../../workspace/index.ts";
import type { Evidence, Operation } from "../types.ts";

const edit = z.discriminatedUnion("type", [
  /** `was` is the cell as it stood when the plan was made. */
  z.object({ type: z.literal("set"), row: z.number().int(), column: z.string(), value: z.string(), was: z.string() }),
  z.object({ type: z.literal("append"), values: z.record(z.string(), z.string()) }),
  /** `was` holds the row's cells, to be sure that it is the right one. */
  z.object({ type: z.literal("delete"), row: z.number().int(), was: z.array(z.string()) }),
]);

const args = z.object({ path: z.string(), sheet: z.string().nullable(), edits: z.array(edit).min(1) });
export type EditTableArgs = z.infer<typeof args>;

/**
 * Sets cells, adds and deletes rows of a table in a CSV, XLSX, JSON or Markdown file; everything else of the file stays as it is. Refuses when the
 * file is no longer what the plan was made from.
 */
export const editTableOp: Operation<EditTableArgs> = {
  name: "editTable",
  args,
  effect: "write",
  async run({ path, sheet, edits }, ctx) {
    const doc = await loadDoc(ctx.workspace, path);
    const table = doc.tables.find((one) => one.sheet === sheet) ?? (sheet === null ? doc.tables[0] : undefined);
    if (!table) throw changed(path);
    for (const one of edits) check(table, one, path);
    const bytes = await ctx.workspace.read(path);
    const plain = edits.map((one): TableEdit => {
      if (one.type === "set") return { type: "set", row: one.row, column: one.column, value: one.value };
      return one.type === "append" ? one : { type: "delete", row: one.row };
    });
    const next = await editTable(bytes, path, plain, ...(sheet === null ? [] : [sheet]));
    const change: Change = { path, kind: "edited" };
    if (next.equals(bytes)) return { type: "done", changes: [], evidence: evidenceOf(table, edits) };
    await ctx.workspace.write(path, next);
    return { type: "done", changes: [change], evidence: evidenceOf(table, edits) };
  },
};

type Edit = EditTableArgs["edits"][number];

function check(table: Table, one: Edit, path: string): void {
  if (one.type === "append") return;
  const row = table.rows[one.row];
  if (!row) throw changed(path);
  if (one.type === "delete") {
    if (row.map((cell) => cell.raw).join("\u0000") !== one.was.join("\u0000")) throw changed(path);
    return;
  }
  const at = table.columns.findIndex((column) => column.name === one.column);
  if ((row[at]?.raw ?? "") !== one.was) throw changed(path);
}

function changed(path: string): AppError {
  return new AppError("E_INPUT", `${path} was changed since the plan was made.`, { hint: "Ask again." });
}

function evidenceOf(table: Table, edits: Edit[]): Evidence[] {
  return edits.slice(0, 20).map((one) => {
    if (one.type === "append") return { path: table.path, quote: Object.values(one.values).join("; ") };
    return { path: table.path, quote: (table.rows[one.row] ?? []).map((cell) => cell.raw).join("; ") };
  });
}
