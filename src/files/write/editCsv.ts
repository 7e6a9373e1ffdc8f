import type { Table, TableEdit } from "../types.ts";
import { AppError } from "../../core/index.ts";
import { MAX_RECORDS, toCsvTable } from "../read/csv.ts";
import { type CsvLayout, layoutCsv } from "../read/csvLayout.ts";
import type { CsvField, CsvRecord } from "../read/csvScan.ts";
import { baseName, extensionOf } from "../read/toTable.ts";
import { decode, encode } from "../text/encoding.ts";
import { type EditPlan, planEdits } from "./edits.ts";
import { quoteField } from "./toCsv.ts";
import { writeCell } from "./writeCell.ts";

interface Patch {
  start: number;
  end: number;
  text: string;
}

/** Edits a CSV by patching its text at the offsets of fields and records; the rest is not touched. */
export function editCsv(bytes: Buffer, path: string, edits: readonly TableEdit[]): Buffer {
  const { text, encoding, bom } = decode(bytes);
  const layout = layoutCsv(text, extensionOf(path), MAX_RECORDS);
  const table = toCsvTable(layout, path, baseName(path), []);
  if (!table) throw new AppError("E_FILE_UNREADABLE", `${path} holds no table.`);
  const plan = planEdits(table, edits);
  const patches = [
    ...headerPatches(layout, plan, table),
    ...rowPatches(layout, plan, table),
    ...newRows(text, layout, plan, table),
  ];
  const edited = applyPatches(text, patches);
  const lost = plan.deleted.size > 0 && !/[\r\n]$/.test(text) && /[\r\n]$/.test(edited);
  return encode(lost ? edited.replace(/(?:\r\n|\r|\n)$/, "") : edited, encoding, bom);
}

function applyPatches(text: string, patches: readonly Patch[]): string {
  let out = "";
  let at = 0;
  for (const patch of [...patches].toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    out += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return out + text.slice(at);
}

function headerPatches(layout: CsvLayout, plan: EditPlan, table: Table): Patch[] {
  const header = layout.records[layout.header];
  if (!header || plan.added.length === 0) return [];
  const names = new Map(plan.added.map((column, index) => [table.columns.length + index, column.name] as const));
  return cellPatches(header, names, layout, (_column, value) => value);
}

function rowPatches(layout: CsvLayout, plan: EditPlan, table: Table): Patch[] {
  const write = (column: number, value: string) => writeCell(value, column, table);
  const patches = [...plan.deleted].flatMap((row): Patch[] => {
    const record = layout.records[layout.rows[row] ?? -1];
    return record ? [{ start: record.start, end: record.next, text: "" }] : [];
  });
  // a new column gives every row, also total rows, its place
  const blank = new Map(plan.added.map((_column, index) => [table.columns.length + index, ""] as const));
  for (const [row, index] of layout.rows.entries()) {
    const record = layout.records[index];
    const cells = new Map([...blank, ...(plan.cells.get(row) ?? [])]);
    if (record && cells.size > 0 && !plan.deleted.has(row)) patches.push(...cellPatches(record, cells, layout, write));
  }
  for (const index of layout.totals) {
    const record = layout.records[index];
    if (record && blank.size > 0) patches.push(...cellPatches(record, blank, layout, write));
  }
  return patches;
}

/** Replaces fields that are there and appends those behind the record's end. */
function cellPatches(
  record: CsvRecord,
  cells: ReadonlyMap<number, string>,
  layout: CsvLayout,
  write: (column: number, value: string) => string,
): Patch[] {
  const patches: Patch[] = [];
  let width = record.fields.length;
  let tail = "";
  for (const [column, value] of [...cells].toSorted(([a], [b]) => a - b)) {
    const field = record.fields[column];
    const written = quoteField(write(column, value), layout.delimiter, field?.quoted ?? isQuoted(layout, column));
    if (field) patches.push({ start: field.start, end: field.end, text: written });
    else {
      tail += layout.delimiter.repeat(column - width + 1) + written;
      width = column + 1;
    }
  }
  if (tail !== "") patches.push({ start: record.end, end: record.end, text: tail });
  return patches;
}

/** Whether the last row quotes this column; for a new column, whether it quotes everything. */
function isQuoted(layout: CsvLayout, column: number): boolean {
  const fields = layout.records[layout.rows.at(-1) ?? layout.header]?.fields ?? [];
  const field: CsvField | undefined = fields[column];
  return field ? field.quoted : fields.length > 0 && fields.every((one) => one.quoted);
}

function newRows(text: string, layout: CsvLayout, plan: EditPlan, table: Table): Patch[] {
  if (plan.appended.length === 0) return [];
  const anchor = layout.records[layout.rows.at(-1) ?? layout.header] ?? layout.records.at(-1);
  const width = Math.max(anchor?.fields.length ?? 0, plan.columns.length);
  const rows = plan.appended.map((values) =>
    Array.from({ length: width }, (_, column) => {
      const value = values.get(column) ?? "";
      return value === ""
        ? ""
        : quoteField(writeCell(value, column, table), layout.delimiter, isQuoted(layout, column));
    }).join(layout.delimiter),
  );
  const at = anchor?.next ?? text.length;
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  const open = at > 0 && !/[\r\n]/.test(text[at - 1] ?? ""); // the last line has no line end, and keeps none
  return [{ start: at, end: at, text: open ? eol + rows.join(eol) : rows.join(eol) + eol }];
}
