import { isTotalRow, typeColumns, type Doc, type Table } from "../../../files/index.ts";
import { baseName } from "./names.ts";
import { amountTables } from "./amountTables.ts";
import { gapTables } from "./gapTables.ts";
import { listTables } from "./listTables.ts";
import type { RawTable } from "./rawTable.ts";
import { spacedTables } from "./spacedTables.ts";
import { withoutWithdrawn } from "./withdrawn.ts";

/** Tables inside a text: Markdown, columns parted by gaps, columns parted by single spaces, positions with amounts, lists of one shape. */
export function textTables(doc: Doc): Table[] {
  if (!["text", "pdf", "mail"].includes(doc.kind) || doc.text.length > 400_000) return [];
  const lines = doc.text.split("\n");
  const found: RawTable[] = markdownTables(lines);
  const free = (raw: RawTable) => !raw.lines.some((line) => found.some((other) => other.lines.includes(line)));
  for (const find of [gapTables, spacedTables, amountTables, listTables]) found.push(...find(lines).filter(free));
  return found
    .filter((raw) => raw.rows.length > 0)
    .map((raw) => (doc.kind === "mail" && raw.rows.length === raw.lines.length ? withoutWithdrawn(raw, lines) : raw))
    .toSorted((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0))
    .map((raw, at, all) => toTable(doc, raw, all.length > 1 ? ` ${at + 1}` : ""));
}

function toTable(doc: Doc, raw: RawTable, suffix: string): Table {
  const typed = typeColumns(raw.names, raw.rows);
  return { name: `${baseName(doc.path)}${suffix}`, path: doc.path, sheet: null, ...typed, lines: raw.lines };
}

function markdownTables(lines: string[]): RawTable[] {
  const found: RawTable[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const head = lines[at - 1] ?? "";
    if (!/^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/.test(lines[at] ?? "") || !head.includes("|")) continue;
    const names = splitMarkdown(head);
    const raw: RawTable = { names, rows: [], lines: [] };
    for (let row = at + 1; row < lines.length && (lines[row] ?? "").includes("|"); row += 1) {
      const cells = splitMarkdown(lines[row] ?? "");
      if (isTotalRow(names.map((_, column) => cells[column] ?? ""))) continue;
      raw.rows.push(names.map((_, column) => cells[column] ?? ""));
      raw.lines.push(row + 1);
    }
    found.push(raw);
  }
  return found;
}

function splitMarkdown(line: string): string[] {
  return line
    .trim()
    .replaceAll(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim().replaceAll(/^[*_`]+|[*_`]+$/g, ""));
}
