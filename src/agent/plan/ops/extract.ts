import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { related } from "../lexicon/index.ts";
import type { Evidence, Operation, ResultTable, Val } from "../types.ts";

const rowsArgs = z.object({
  /** Table of the catalogue: rows inside a document. */
  table: z.string(),
  /** What the request calls a column, and the index of the column that holds it; null: the document has none. */
  columns: z.array(z.object({ name: z.string(), source: z.number().int().nullable() })).min(1),
  rows: z.array(z.number().int()),
});
export type ExtractRowsArgs = z.infer<typeof rowsArgs>;

/** Rows of a table or list inside one document, with the columns as the request calls them. */
export const extractRowsOp: Operation<ExtractRowsArgs> = {
  name: "extractRows",
  args: rowsArgs,
  effect: "read",
  run({ table: id, columns, rows }, ctx) {
    const table = ctx.catalogue.table(id);
    if (!table) throw new AppError("E_INPUT", `The rows of ${id} are no longer there.`, { hint: "Ask again." });
    const result: ResultTable = {
      columns: columns.map(({ name, source }) => {
        const column = source === null ? undefined : table.columns[source];
        return { name, kind: kindOf(column?.type ?? "text"), unit: column?.unit ?? null };
      }),
      rows: rows.map((row) =>
        columns.map(({ name, source }) => {
          const cell = source === null ? undefined : table.rows[row]?.[source];
          return cell ? withoutLabel(cell.value ?? cell.raw.trim(), name) : null;
        }),
      ),
    };
    const lines = ctx.catalogue.doc(table.path)?.text.split("\n") ?? [];
    const evidence = rows.slice(0, 8).map((row): Evidence => {
      const line = (lines[(table.lines[row] ?? 0) - 1] ?? "").trim();
      const cells = (table.rows[row] ?? []).map((cell) => cell.raw).filter((raw) => raw !== "");
      return {
        path: table.path,
        quote: line !== "" && cells.some((cell) => line.includes(cell)) ? line : cells.join("; "),
      };
    });
    const val: Val = {
      type: "table",
      table: result,
      evidence: evidence.length > 0 ? evidence : [{ path: table.path, quote: "" }],
    };
    return Promise.resolve(val);
  },
};

/** "batch AV-902" in a column that is asked for as "Batch" is AV-902. */
function withoutLabel(value: string, name: string): string | null {
  const [first = "", ...rest] = value.split(/\s+/u);
  const label = rest.length > 0 && /\d/u.test(rest.join("")) && !/\d/u.test(first) && related(first, name) >= 0.8;
  const plain = label ? rest.join(" ") : value;
  return plain === "" ? null : plain;
}

function kindOf(type: string): "number" | "date" | "text" {
  return type === "number" || type === "money" ? "number" : type === "date" ? "date" : "text";
}

const fieldsArgs = z.object({
  columns: z
    .array(z.object({ name: z.string(), kind: z.enum(["number", "date", "text"]), unit: z.string().nullable() }))
    .min(1),
  rows: z.array(
    z.object({
      path: z.string(),
      cells: z.array(z.string().nullable()),
      /** Words of the document that each value was read from, "" where it has none. */
      quotes: z.array(z.string()),
    }),
  ),
});
export type ExtractFieldsArgs = z.infer<typeof fieldsArgs>;

/** One row a document, with values that were read out of it; refuses when a document no longer says so. */
export const extractFieldsOp: Operation<ExtractFieldsArgs> = {
  name: "extractFields",
  args: fieldsArgs,
  effect: "read",
  run({ columns, rows }, ctx) {
    for (const { path } of rows) {
      if (!ctx.catalogue.doc(path))
        throw new AppError("E_NOT_FOUND", `${path} is no longer there.`, { hint: "Ask again." });
    }
    const evidence = rows.slice(0, 40).map(({ path, quotes }): Evidence => ({
      path,
      quote: [...new Set(quotes.filter((quote) => quote !== ""))].join(" | ").slice(0, 240),
    }));
    const val: Val = { type: "table", table: { columns, rows: rows.map(({ cells }) => cells) }, evidence };
    return Promise.resolve(val);
  },
};
