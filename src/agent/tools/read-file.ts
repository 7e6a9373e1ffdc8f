import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { Doc, Table } from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { loadDoc } from "../docs.ts";
import type { Tool } from "./types.ts";

const MAX_LINES = 400;

const input = z.object({
  path: z.string(),
  from: z.number().int().min(1).optional().describe("first line (or table row), counted from 1"),
  to: z.number().int().min(1).optional().describe("last line (or table row)"),
});

export interface ReadFile {
  path: string;
  kind: Doc["kind"];
  meta: Record<string, string>;
  /** The lines asked for, at most 400; empty for tables. */
  text: string;
  from: number;
  to: number;
  /** Lines of the whole document, or rows of its longest table. */
  total: number;
  tables: { name: string; columns: string[]; rows: string[][]; total: number }[];
  problems: string[];
}

export const readFileTool: Tool<z.infer<typeof input>, ReadFile> = {
  name: "read_file",
  description: "Read a file as text, or as a header and rows when it is a table (CSV, XLSX).",
  input,
  effect: "read",
  yields: "file",
  describe: ({ path, from, to }) =>
    toSafeLine(`read ${path}${from ? ` from line ${from}` : ""}${to ? ` to ${to}` : ""}`),
  async run({ path, from = 1, to }, ctx) {
    const last = Math.min(to ?? from + MAX_LINES - 1, from + MAX_LINES - 1);
    if (last < from) throw new AppError("E_INPUT", `Line ${to} comes before line ${from}.`);
    const doc = await loadDoc(ctx.workspace, path);
    if (doc.kind === "unreadable" || doc.kind === "binary") throw cannotRead(doc);
    const base = { path: doc.path, kind: doc.kind, meta: doc.meta, problems: doc.problems };
    if (doc.kind === "table") {
      const total = Math.max(0, ...doc.tables.map((table) => table.rows.length));
      const tables = doc.tables.map((table) => toRows(table, from, last));
      return { ...base, text: "", from, to: Math.min(last, total), total, tables };
    }
    const lines = doc.text.split("\n");
    const text = lines.slice(from - 1, last).join("\n");
    return { ...base, text, from, to: Math.min(last, lines.length), total: lines.length, tables: [] };
  },
};

function toRows(table: Table, from: number, to: number): ReadFile["tables"][number] {
  return {
    name: table.name,
    columns: table.columns.map((column) => column.name),
    rows: table.rows.slice(from - 1, to).map((row) => row.map((cell) => cell.raw)),
    total: table.rows.length,
  };
}

function cannotRead(doc: Doc): AppError {
  const why = doc.problems[0] ?? "it is a binary file of an unknown kind";
  return new AppError("E_FILE_UNREADABLE", `${JSON.stringify(doc.path)} cannot be read as text: ${why}.`, {
    hint: "Save it as text, CSV, XLSX or PDF.",
    data: { problems: doc.problems },
  });
}
