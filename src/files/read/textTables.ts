import type { Table } from "../types.ts";
import { layoutCsv } from "./csvLayout.ts";
import { toCsvTable } from "./csv.ts";
import { isTotalRow } from "../text/totalRow.ts";
import { baseName, toTable } from "./toTable.ts";

const MAX_TABLES = 50;

/** Tables in Markdown ("| a | b |" with a rule below the header); `sheet` counts them from the second on. */
export function readMarkdownTables(path: string, text: string, problems: string[]): Table[] {
  const lines = text.split("\n");
  const tables: Table[] = [];
  for (let at = 1; at < lines.length && tables.length < MAX_TABLES; at += 1) {
    if (!/^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/.test((lines[at] ?? "").slice(0, 2000))) continue;
    const rows: string[][] = [];
    const numbers: number[] = [];
    let end = at + 1;
    for (; end < lines.length && (lines[end] ?? "").includes("|"); end += 1) {
      const cells = splitRow(lines[end] ?? "");
      if (isTotalRow(cells)) continue;
      rows.push(cells);
      numbers.push(end + 1);
    }
    if (rows.length > 0) {
      const name = tables.length === 0 ? baseName(path) : `${baseName(path)} ${tables.length + 1}`;
      const sheet = tables.length === 0 ? null : String(tables.length + 1);
      tables.push(
        toTable({ name, path, sheet, header: splitRow(lines[at - 1] ?? ""), rows, lines: numbers }, problems),
      );
    }
    at = end - 1;
  }
  return tables;
}

function splitRow(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) =>
    cell
      .trim()
      .replace(/\\\|/g, "|")
      .replace(/^\*\*(.*)\*\*$/, "$1"),
  );
}

/** A .txt file that is a table all through (tabs or semicolons, at least three alike lines of three fields). */
export function readDelimitedText(path: string, text: string, problems: string[]): Table[] {
  const layout = layoutCsv(text, ".txt", 20_000);
  if (!/[\t;|]/.test(layout.delimiter) || layout.columns < 3 || layout.header < 0 || layout.rows.length < 2) return [];
  const filled = layout.records.filter((record) => record.fields.some((field) => field.value.trim() !== ""));
  if ((layout.rows.length + 1) / filled.length < 0.9) return [];
  const table = toCsvTable(layout, path, baseName(path), problems);
  return table ? [table] : [];
}

/** A JSON array of flat objects, at the top or one level down; then `sheet` is its key. */
export function readJsonTables(path: string, text: string, problems: string[]): Table[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    problems.push(`not valid JSON: ${error instanceof Error ? error.message.slice(0, 100) : "damaged"}`);
    return [];
  }
  if (Array.isArray(json)) return fromArray(path, baseName(path), json, problems);
  if (json === null || typeof json !== "object") return [];
  return Object.entries(json)
    .slice(0, MAX_TABLES)
    .flatMap(([name, value]) => (Array.isArray(value) ? fromArray(path, name, value, problems, name) : []));
}

function fromArray(
  path: string,
  name: string,
  list: unknown[],
  problems: string[],
  sheet: string | null = null,
): Table[] {
  const objects = list.filter(
    (one): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one),
  );
  if (objects.length === 0 || objects.length < list.length) return [];
  const header = [...new Set(objects.slice(0, 5000).flatMap((one) => Object.keys(one)))].slice(0, 100);
  const rows = objects.map((one) => header.map((key) => toCell(one[key])));
  return [
    toTable({ name, path, sheet, header, rows, lines: rows.map((_row, index) => index + 1) }, problems, {
      decimal: ".",
    }),
  ];
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
