import { isMoneyName } from "./columnHints.ts";
import { isTotalRow } from "../text/totalRow.ts";
import { readDate } from "../values/parseDate.ts";
import { readNumber } from "../values/parseNumber.ts";
import type { Line, Segment } from "./pdfLayout.ts";

/** A line with its 1-based number in the document's text. */
export interface NumberedLine extends Line {
  number: number;
  page: number;
}

export interface PdfTable {
  header: string[];
  rows: string[][];
  lines: number[];
}

interface Extent {
  x0: number;
  x1: number;
}

const MAX_ROWS = 20_000;

/**
 * Tables with a header row of words, below which cells align with the header's columns. A line with text in one inner column
 * only continues the row above (a wrapped description). Summary lines end a table; the same header on a later page continues it.
 */
export function findPdfTables(lines: readonly NumberedLine[]): PdfTable[] {
  const tables: PdfTable[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const header = lines[at];
    if (!header || !isHeader(header)) continue;
    const found = readRows(lines, at, header);
    if (!found) continue;
    const names = header.segments.map((segment) => segment.text);
    const same = tables.find((table) => table.header.join("\n") === names.join("\n"));
    if (same) {
      same.rows.push(...found.rows);
      same.lines.push(...found.lines);
    } else tables.push({ header: names, rows: found.rows, lines: found.lines });
    at = found.last;
  }
  return tables;
}

const isValue = (text: string) => readNumber(text, null) !== null || readDate(text) !== null;

function isHeader(line: Line): boolean {
  if (line.segments.length < 2 || line.segments.length > 20) return false;
  return line.segments.every(
    (segment) =>
      segment.text.length <= 40 &&
      /\p{L}|#/u.test(segment.text) &&
      !isValue(segment.text) &&
      !/:$|: \S/.test(segment.text),
  );
}

function readRows(lines: readonly NumberedLine[], at: number, header: NumberedLine) {
  const columns: Extent[] = header.segments.map(({ x0, x1 }) => ({ x0, x1 }));
  const rows: string[][] = [];
  const numbers: number[] = [];
  let last = at;
  let before = header;
  for (let index = at + 1; index < lines.length && rows.length < MAX_ROWS; index += 1) {
    const line = lines[index];
    if (!line || line.page !== header.page || line.y - before.y > 4.5 * Math.max(line.size, before.size, 6)) break;
    const cells = place(line.segments, columns);
    if (!cells || isTotalRow(cells)) break;
    const filled = cells.filter((cell) => cell !== "").length;
    const previous = rows.at(-1);
    if (filled === 1 && previous && line.y - before.y < 2 * Math.max(line.size, 6)) {
      const column = cells.findIndex((cell) => cell !== "");
      if (!isContinuation(cells[column] ?? "", previous[column] ?? "")) break;
      previous[column] = `${previous[column]} ${cells[column]}`;
    } else if (filled >= Math.max(2, columns.length / 2)) {
      rows.push(cells);
      numbers.push(line.number);
    } else break;
    before = line;
    last = index;
  }
  const telling = rows.some((row) => row.some(isValue));
  const sure = columns.length >= 3 || header.segments.some((segment) => isMoneyName(segment.text));
  const enough = telling && rows.length >= (sure ? 1 : 2);
  return enough ? { rows, lines: numbers, last } : null;
}

const isContinuation = (text: string, above: string) => above !== "" && !isValue(text) && !isValue(above);

/** The cells of a line under these columns, null when it does not fit. Grows the columns by what it placed. */
function place(segments: readonly Segment[], columns: Extent[]): string[] | null {
  const cells = columns.map(() => "");
  const placed: { column: number; segment: Segment }[] = [];
  let from = 0;
  for (const segment of segments) {
    const column = nearest(segment, columns, from);
    if (column < 0 || cells[column] !== "") return null;
    cells[column] = segment.text;
    placed.push({ column, segment });
    from = column + 1;
  }
  for (const { column, segment } of placed) {
    const extent = columns[column];
    if (!extent) continue;
    const left = columns[column - 1]?.x1 ?? Number.NEGATIVE_INFINITY;
    const right = columns[column + 1]?.x0 ?? Number.POSITIVE_INFINITY;
    extent.x0 = Math.max(Math.min(extent.x0, segment.x0), Math.min(extent.x0, left + 1));
    extent.x1 = Math.min(Math.max(extent.x1, segment.x1), Math.max(extent.x1, right - 1));
  }
  return cells;
}

/** The column that a segment overlaps most, else the nearest one within 40 points; columns before `from` are taken. */
function nearest(segment: Segment, columns: readonly Extent[], from: number): number {
  let best = -1;
  let bestScore = -40;
  for (let column = from; column < columns.length; column += 1) {
    const extent = columns[column];
    if (!extent) continue;
    const overlap = Math.min(segment.x1, extent.x1) - Math.max(segment.x0, extent.x0); // negative: the gap between them
    if (overlap > bestScore) [best, bestScore] = [column, overlap];
  }
  return best;
}
