import type { Table } from "../types.ts";
import { LIMITS } from "../../core/index.ts";
import { type CsvLayout, layoutRecords } from "./csvLayout.ts";
import type { CsvRecord } from "./csvScan.ts";
import { toTable } from "./toTable.ts";
import { type Book, openBook, textOf } from "./xlsxBook.ts";
import { fillPending } from "./xlsxCompute.ts";
import { readSheet, type SheetRow } from "./xlsxSheet.ts";

export interface SheetLayout extends CsvLayout {
  /** 0-based sheet column of field 0. */
  firstColumn: number;
  /** 1-based sheet row of each record. */
  sheetRows: number[];
}

/** Every sheet as a table (one without any table is only text); a readable text of all of them. */
export function readXlsx(path: string, bytes: Uint8Array, problems: string[]): { tables: Table[]; text: string } {
  const book = openBook(bytes);
  const sheets = readSheets(book);
  for (const [sheet, open] of fillPending(book, sheets)) {
    problems.push(`sheet ${sheet}: ${open.length} formulas have no stored result, the first in ${open[0]}`);
  }
  const tables: Table[] = [];
  const texts: string[] = [];
  for (const [name, rows] of sheets) {
    const table = sheetTable(path, name, layoutSheet(rows), problems);
    if (table) tables.push(table);
    texts.push(`${name}\n${rows.map((row) => row.cells.map((cell) => cell.raw).join("\t")).join("\n")}`);
  }
  if (book.sheets.length === 0) problems.push("the workbook has no sheets");
  return { tables, text: texts.join("\n\n").slice(0, LIMITS.textChars) };
}

export function readSheets(book: Book): Map<string, SheetRow[]> {
  return new Map(book.sheets.map((sheet) => [sheet.name, readSheet(textOf(book.parts, sheet.part), book)] as const));
}

export function sheetTable(path: string, name: string, layout: SheetLayout, problems: string[]): Table | null {
  const header = layout.records[layout.header];
  if (!header && layout.rows.length === 0) return null;
  for (const index of layout.totals) {
    problems.push(`sheet ${name}: row ${layout.sheetRows[index] ?? 0} is a total and not counted as a row`);
  }
  return toTable(
    {
      name,
      path,
      sheet: name,
      header: header?.fields.map((field) => field.value) ?? [],
      rows: layout.rows.map((index) =>
        (layout.records[index]?.fields ?? []).slice(0, layout.columns).map((field) => field.value),
      ),
      lines: layout.rows.map((index) => layout.sheetRows[index] ?? 0),
    },
    problems,
    { decimal: "." },
  );
}

/** Sheet rows as records, an empty one where rows are missing, cut to the columns in use. */
export function layoutSheet(rows: readonly SheetRow[]): SheetLayout {
  const firstColumn = rows.reduce((least, row) => Math.min(least, row.cells[0]?.column ?? least), 16_384);
  const records: CsvRecord[] = [];
  const sheetRows: number[] = [];
  let last = 0;
  for (const row of rows) {
    if (last > 0 && row.row > last + 1) push(records, sheetRows, [], last + 1);
    push(records, sheetRows, toValues(row, firstColumn), row.row);
    last = row.row;
  }
  padTable(records);
  const layout = layoutRecords(records, "\t");
  return { ...layout, firstColumn: firstColumn === 16_384 ? 0 : firstColumn, sheetRows };
}

function toValues(row: SheetRow, firstColumn: number): string[] {
  const values: string[] = [];
  for (const cell of row.cells) {
    const at = cell.column - firstColumn;
    if (at >= LIMITS.tableColumns) continue;
    while (values.length < at) values.push("");
    values[at] = cell.raw;
  }
  return values;
}

function push(records: CsvRecord[], sheetRows: number[], values: string[], row: number): void {
  const fields = values.map((value) => ({ value, start: 0, end: 0, quoted: false }));
  records.push({ fields, start: 0, end: 0, next: 0, line: row });
  sheetRows.push(row);
}

/** Empty cells at a row's end are not stored: inside the table every row is as wide as the widest, so that none passes for a note. */
function padTable(records: CsvRecord[]): void {
  const first = records.findIndex((record) => record.fields.length > 1);
  if (first < 0) return;
  const blank = records.findIndex((record, index) => index > first && record.fields.length === 0);
  const end = blank < 0 ? records.length : blank;
  const width = records.slice(first, end).reduce((most, record) => Math.max(most, record.fields.length), 0);
  for (const record of records.slice(first, end)) {
    while (record.fields.length < width) record.fields.push({ value: "", start: 0, end: 0, quoted: false });
  }
}
