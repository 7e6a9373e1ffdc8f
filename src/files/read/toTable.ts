import type { Table } from "../types.ts";
import { LIMITS } from "../../core/index.ts";
import { typeColumns, type TypeHints } from "./typeColumns.ts";

export interface RawTable {
  name: string;
  path: string;
  sheet: string | null;
  /** Header cells; empty ones and missing ones get names. */
  header: string[];
  rows: string[][];
  lines: number[];
}

/** Names the columns (unique, never empty), cuts at the limits, types the cells. */
export function toTable(raw: RawTable, problems: string[], hints?: TypeHints): Table {
  const width = Math.min(LIMITS.tableColumns, Math.max(raw.header.length, ...widths(raw.rows)));
  if (Math.max(raw.header.length, ...widths(raw.rows)) > width)
    problems.push(`${raw.name}: only the first ${width} columns were read`);
  if (raw.rows.length > LIMITS.tableRows)
    problems.push(`${raw.name}: only the first ${LIMITS.tableRows} rows were read`);
  const rows = raw.rows.slice(0, LIMITS.tableRows);
  const names = columnNames(raw.header, width);
  const typed = typeColumns(names, rows, hints);
  return {
    name: raw.name,
    path: raw.path,
    sheet: raw.sheet,
    columns: typed.columns,
    rows: typed.rows,
    lines: raw.lines.slice(0, LIMITS.tableRows),
  };
}

/** The greatest row width, in chunks: a spread of 200,000 arguments overflows the stack. */
function widths(rows: readonly string[][]): number[] {
  let width = 0;
  for (const row of rows) if (row.length > width) width = row.length;
  return [width];
}

/** "Column 3" where a name is missing; "Betrag (2)" where it comes again. */
function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, index) => {
    const base = (header[index] ?? "").replace(/\s+/g, " ").trim() || `Column ${index + 1}`;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base} (${count})`;
    taken.add(name);
    return name;
  });
}

/** The file's name without folders and extension. */
export function baseName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/(?<=.)\.[^.]{1,8}$/, "");
}

export function extensionOf(path: string): string {
  return /\.[^./\\]{1,12}$/.exec(path)?.[0].toLowerCase() ?? "";
}
