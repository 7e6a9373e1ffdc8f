import type { Table, TableEdit } from "../types.ts";
import { AppError } from "../../core/index.ts";
import { readJsonTables, readMarkdownTables } from "../read/textTables.ts";
import { decode, encode } from "../text/encoding.ts";
import { planEdits } from "./edits.ts";
import { type JsonSpan, objectsOf } from "./jsonSpans.ts";
import { writeCell } from "./writeCell.ts";

interface Patch {
  start: number;
  end: number;
  text: string;
}

/** Edits a table inside a Markdown or JSON text by patching it; every byte that is not edited stays. */
export function editTextTable(
  bytes: Buffer,
  path: string,
  edits: readonly TableEdit[],
  opts: { kind: "markdown" | "json"; sheet: string | null },
): Buffer {
  const { text, encoding, bom } = decode(bytes);
  const plain = text.replace(/\r\n?/g, "\n");
  const tables = opts.kind === "json" ? readJsonTables(path, plain, []) : readMarkdownTables(path, plain, []);
  const table = tables.find(({ sheet }) => sheet === opts.sheet);
  if (!table || edits.some(({ type }) => type === "addColumn"))
    throw new AppError("E_FILE_UNREADABLE", `${path} holds no table that can be edited so.`);
  const patches =
    opts.kind === "json" ? jsonPatches(text, table, edits, opts.sheet) : markdownPatches(text, table, edits);
  let out = "";
  let at = 0;
  for (const patch of patches.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return encode(out + text.slice(at), encoding, bom);
}

function markdownPatches(text: string, table: Table, edits: readonly TableEdit[]): Patch[] {
  const plan = planEdits(table, edits);
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: eol }) => index + eol.length)];
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  const lineAt = (row: number) => {
    const number = (table.lines[row] ?? 1) - 1;
    const start = starts[number] ?? 0;
    const next = starts[number + 1] ?? text.length;
    return { start, next, line: text.slice(start, next).replace(/[\r\n]+$/, "") };
  };
  const patches = [...plan.deleted].map((row): Patch => {
    const { start, next } = lineAt(row);
    return { start, end: next, text: "" };
  });
  for (const [row, cells] of plan.cells) {
    const { start, line } = lineAt(row);
    const spans = cellSpans(line);
    for (const [column, value] of cells) {
      const span = spans[column];
      if (!span) continue;
      const written = writeCell(value, column, table).replaceAll("|", "\\|");
      const old = line.slice(span.start, span.end);
      const padded = old.trim() === "" ? ` ${written} ` : old.replace(old.trim(), () => written);
      const wide = padded.length > old.length ? padded.replace(/\s+$/, " ") : padded.padEnd(old.length);
      patches.push({ start: start + span.start, end: start + span.end, text: wide });
    }
  }
  const last = lineAt(table.rows.length - 1);
  const open = /[\r\n]$/.test(text.slice(last.start, last.next)) ? "" : eol;
  const added = plan.appended.map((values) => {
    const cells = table.columns.map((_, column) => writeCell(values.get(column) ?? "", column, table));
    return `${open}| ${cells.join(" | ")} |${open === "" ? eol : ""}`;
  });
  if (added.length > 0) patches.push({ start: last.next, end: last.next, text: added.join("") });
  return patches;
}

/** Where each cell of a row stands, with the spaces around it. */
function cellSpans(line: string): { start: number; end: number }[] {
  const bars = [...line.matchAll(/(?<!\\)\|/g)].map(({ index }) => index);
  const first = /^\s*\|/.test(line) ? [] : [-1];
  const tail = /(?<!\\)\|\s*$/.test(line) ? [] : [line.length];
  const edges = [...first, ...bars, ...tail];
  return edges.slice(0, -1).map((bar, at) => ({ start: bar + 1, end: edges[at + 1] ?? line.length }));
}

function jsonPatches(text: string, table: Table, edits: readonly TableEdit[], key: string | null): Patch[] {
  const plan = planEdits(table, edits);
  const objects = objectsOf(text, key);
  const name = (column: number) => table.columns[column]?.name ?? "";
  const write = (column: number, value: string, old: string) => {
    const written = writeCell(value, column, table);
    const bare = !old.startsWith('"') && old !== "null" && /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/.test(written);
    return bare ? written : JSON.stringify(written);
  };
  const patches = [...plan.deleted].map((row): Patch => ({ ...cutOf(objects, row), text: "" }));
  for (const [row, cells] of plan.cells) {
    for (const [column, value] of cells) {
      const object = objects[row];
      const span = object?.values.get(name(column));
      if (span) patches.push({ ...span, text: write(column, value, text.slice(span.start, span.end)) });
      else if (object) {
        const added = `${object.values.size > 0 ? ", " : ""}${JSON.stringify(name(column))}: ${JSON.stringify(value)}`;
        patches.push({ start: object.last, end: object.last, text: added });
      }
    }
  }
  const last = objects.at(-1);
  if (!last) return patches;
  const between = objects.length > 1 ? text.slice(objects.at(-2)?.end ?? 0, last.start) : ", ";
  for (const values of plan.appended) {
    let body = text.slice(last.start, last.end);
    for (const [field, span] of [...last.values].toSorted(([, a], [, b]) => b.start - a.start)) {
      const column = table.columns.findIndex((one) => one.name === field);
      const old = text.slice(span.start, span.end);
      const value = values.get(column);
      const next = value === undefined ? (old.startsWith('"') ? '""' : "null") : write(column, value, old);
      body = body.slice(0, span.start - last.start) + next + body.slice(span.end - last.start);
    }
    patches.push({ start: last.end, end: last.end, text: between + body });
  }
  return patches;
}

/** An object with the comma behind it, or before it when it is the last. */
function cutOf(objects: JsonSpan[], row: number): { start: number; end: number } {
  const [before, own, next] = [objects[row - 1], objects[row], objects[row + 1]];
  const start = next ? own?.start : (before?.end ?? own?.start);
  return { start: start ?? 0, end: next ? next.start : (own?.end ?? 0) };
}
