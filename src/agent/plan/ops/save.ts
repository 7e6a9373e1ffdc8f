import { posix } from "node:path";
import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { encode, toCsv, toXlsx, type ValueType } from "../../../files/index.ts";
import { toTextFile, withEol } from "../../tools/text-file.ts";
import type { Change } from "../../workspace/index.ts";
import { refSchema, type Operation, type PlanContext, type ResultTable, type Val } from "../types.ts";
import { dateForm, notation, renderMoney, renderNumber, renderRows, renderValue, writeDate } from "./render.ts";

const args = z.object({
  /** The result to save. */
  from: refSchema,
  path: z.string().min(1),
  /** new: only where nothing is lost (no file yet, or an empty one); overwrite and append only when the request says so. */
  mode: z.enum(["new", "overwrite", "append"]).default("new"),
});
export type SaveArgs = z.infer<typeof args>;

/**
 * Writes a result into a file, in the form that its name asks for: .csv/.tsv, .xlsx and .md as a table, .json as data,
 * anything else as plain text. A result that is "absent" is not written: it is handed on, so that the answer says so.
 * Throws E_EXISTS when the file has content and the request did not say what to do with it.
 */
export const saveOp: Operation<SaveArgs> = {
  name: "save",
  args: args as z.ZodType<SaveArgs>,
  effect: "write",
  reads: "arguments",
  async run({ from, path, mode }, ctx) {
    const val = ctx.get(from);
    if (val.type === "value" && val.value === null) return val;
    if (val.type === "done") throw new AppError("E_BUG", `${from} is no result that could be saved.`);
    const bytes = toBytes(val, path, ctx);
    const entry = await ctx.workspace.stat(path);
    if (entry === null) await ctx.workspace.create(path, bytes);
    else if (mode === "overwrite" || (await isBlank(path, entry.bytes, ctx))) await ctx.workspace.write(path, bytes);
    else if (mode === "append") await append(path, val, ctx);
    else throw exists(path, ctx);
    const change: Change = { path, kind: entry === null ? "created" : "edited" };
    return { type: "done", changes: [change], evidence: val.evidence };
  },
};

function exists(path: string, ctx: PlanContext): AppError {
  const german = ctx.request.lang === "de";
  return new AppError("E_EXISTS", german ? `${path} gibt es schon, mit Inhalt.` : `${path} exists and has content.`, {
    hint: german
      ? "Sagen Sie dazu, ob die Datei überschrieben oder ergänzt werden soll, oder nennen Sie einen anderen Namen."
      : "Say whether to overwrite it or to add to it, or name another file.",
  });
}

/** An empty file, or one with white space only, holds nothing that could be lost. */
async function isBlank(path: string, bytes: number, ctx: PlanContext): Promise<boolean> {
  if (bytes === 0) return true;
  if (bytes > 64) return false;
  return (await ctx.workspace.read(path)).toString("utf8").replaceAll("\ufeff", "").trim() === "";
}

async function append(path: string, val: Val, ctx: PlanContext): Promise<void> {
  if (/\.(?:xlsx?|csv|tsv|json)$/iu.test(path)) throw exists(path, ctx);
  const old = toTextFile(path, await ctx.workspace.read(path));
  const joint = old.text === "" || old.text.endsWith("\n") ? "" : old.eol;
  const text = old.text + joint + withEol(toText(val, path, ctx), old.eol);
  await ctx.workspace.write(path, encode(text, old.encoding, old.bom));
}

function toBytes(val: Val, path: string, ctx: PlanContext): Buffer {
  const extension = posix.extname(path).toLowerCase();
  if (/^\.(?:pdf|docx?|pptx?|odt|ods|xls|png|jpe?g|zip)$/u.test(extension)) {
    throw new AppError("E_INPUT", `Kralle cannot write ${extension} files.`, {
      hint: "Name a .csv, .xlsx, .md or .txt file.",
    });
  }
  if (extension === ".xlsx") {
    const table = withDateForm(toTable(val), ctx);
    return toXlsx(
      table.columns.map(({ name }) => name),
      table.rows,
      table.columns.map(toType),
    );
  }
  return Buffer.from(toText(val, path, ctx), "utf8");
}

/** XLSX keeps dates as dates, CSV as ISO dates, unless the request asks for a form of its own: then they are text. */
function withDateForm(table: ResultTable, ctx: PlanContext): ResultTable {
  const form = dateForm(ctx.request.text);
  if (form === null || form === "YYYY-MM-DD") return table;
  return {
    columns: table.columns.map((column) => (column.kind === "date" ? { ...column, kind: "text" } : column)),
    rows: table.rows.map((row) =>
      row.map((cell, at) => (cell !== null && table.columns[at]?.kind === "date" ? writeDate(cell, form) : cell)),
    ),
  };
}

function toType(column: ResultTable["columns"][number]): ValueType {
  return column.kind === "number" && column.unit !== null && /^[A-Z]{3}$/.test(column.unit) ? "money" : column.kind;
}

function toText(val: Val, path: string, ctx: PlanContext): string {
  const extension = posix.extname(path).toLowerCase();
  if (extension === ".csv" || extension === ".tsv") {
    const style = notation(ctx.request, ctx.catalogue);
    const table = withDateForm(toTable(val), ctx);
    const rows = table.rows.map((row) => row.map((cell, at) => toCsvCell(cell, table.columns[at])));
    return toCsv(
      table.columns.map(({ name }) => name),
      rows,
      extension === ".tsv" ? { delimiter: "\t", decimal: style.decimal } : style,
    );
  }
  if (extension === ".json") return `${JSON.stringify(toJson(val), null, 2)}\n`;
  if (val.type === "table") {
    if (extension === ".md" && val.table.columns.length > 1) return toMarkdown(val.table, ctx);
    return `${renderRows(val.table, ctx.request)
      .map((row) => row.join("\t"))
      .join("\n")}\n`;
  }
  if (val.type === "files") return `${val.paths.join("\n")}\n`;
  return `${renderValue(val, ctx.request)}\n`;
}

function toCsvCell(cell: string | null, column: ResultTable["columns"][number] | undefined): string | null {
  if (cell === null || column?.kind !== "number") return cell;
  return toType(column) === "money" ? renderMoney(cell, "en") : renderNumber(cell, "en");
}

/** Any result as a table; a single value becomes one cell. */
export function toTable(val: Val): ResultTable {
  if (val.type === "table") return val.table;
  if (val.type === "files") {
    return { columns: [{ name: "path", kind: "text", unit: null }], rows: val.paths.map((path) => [path]) };
  }
  const cell = val.type === "value" ? val.value : val.type === "text" ? val.text : null;
  const kind = val.type === "value" && (val.kind === "number" || val.kind === "date") ? val.kind : "text";
  return { columns: [{ name: "value", kind, unit: null }], rows: cell === null ? [] : [[cell]] };
}

function toMarkdown(table: ResultTable, ctx: PlanContext): string {
  const escaped = (cell: string) => cell.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/gu, " ");
  const line = (cells: string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  const head = line(table.columns.map(({ name }) => name));
  const rule = `| ${table.columns.map(({ kind }) => (kind === "number" ? "---:" : "---")).join(" | ")} |`;
  return `${[head, rule, ...renderRows(table, ctx.request).map(line)].join("\n")}\n`;
}

function toJson(val: Val): unknown {
  if (val.type === "files") return val.paths;
  if (val.type === "value") return val.kind === "number" && val.value !== null ? Number(val.value) : val.value;
  if (val.type === "text") return val.text;
  const { columns, rows } = toTable(val);
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, kind }, at) => {
        const cell = row[at] ?? null;
        return [name, kind === "number" && cell !== null ? Number(cell) : cell];
      }),
    ),
  );
}
