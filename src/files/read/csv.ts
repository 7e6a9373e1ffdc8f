import type { Table } from "../types.ts";
import { LIMITS } from "../../core/index.ts";
import { type CsvLayout, layoutCsv } from "./csvLayout.ts";
import { baseName, extensionOf, toTable } from "./toTable.ts";

/** More records than this are never scanned: rows, header and some lines around them. */
export const MAX_RECORDS = LIMITS.tableRows + 1000;

/** The table of a CSV or TSV text. Total rows are left out and named in `problems`. */
export function readCsv(path: string, text: string, problems: string[]): Table | null {
  const layout = layoutCsv(text, extensionOf(path), MAX_RECORDS);
  return toCsvTable(layout, path, baseName(path), problems);
}

export function toCsvTable(layout: CsvLayout, path: string, name: string, problems: string[]): Table | null {
  const header = layout.records[layout.header];
  if (!header && layout.rows.length === 0) return null;
  for (const index of layout.totals) {
    problems.push(`line ${layout.records[index]?.line ?? 0} is a total and not counted as a row`);
  }
  const records = layout.rows.flatMap((index) => layout.records[index] ?? []);
  return toTable(
    {
      name,
      path,
      sheet: null,
      header: header?.fields.map((field) => field.value) ?? [],
      rows: records.map((record) => record.fields.slice(0, layout.columns).map((field) => field.value)),
      lines: records.map((record) => record.line),
    },
    problems,
    layout.delimiter === ";" && header === undefined ? { lang: "de" } : undefined,
  );
}
