import { isTotalRow } from "../../../files/index.ts";
import { uniqueNames, type RawTable } from "./rawTable.ts";

/**
 * Columns parted by single spaces only, as some PDFs give them: a head line of three or more plain words, then at least two
 * lines with figures. One column may hold several words; which one is told by the shapes of the others.
 */
export function spacedTables(lines: string[]): RawTable[] {
  const found: RawTable[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = (lines[at] ?? "").trim().split(/\s+/);
    if (!isHead(head)) continue;
    const block = rowsBelow(lines, at, head.length);
    if (block.length < 2) continue;
    const wide = bestWideColumn(
      block.map((row) => row.words),
      head.length,
    );
    if (wide === null) continue;
    found.push({
      names: uniqueNames(head),
      rows: block.map((row) => cut(row.words, head.length, wide)),
      lines: block.map((row) => row.line),
    });
    at = (block.at(-1)?.line ?? at + 1) - 1;
  }
  return found;
}

function isHead(words: string[]): boolean {
  return (
    words.length >= 3 &&
    words.length <= 9 &&
    words.every((word) => /^\p{L}[\p{L}.\-/%]*$/u.test(word)) &&
    words.filter((word) => /^\p{Lu}/u.test(word)).length >= words.length - 1
  );
}

function rowsBelow(lines: string[], at: number, columns: number): { words: string[]; line: number }[] {
  const rows: { words: string[]; line: number }[] = [];
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = (lines[next] ?? "").trim();
    if (line === "" && rows.length === 0) continue;
    if (line === "" || isTotalRow([line.replace(/\s\S*\d.*/, "")])) break;
    // "2.5 - 9.6" and "1 - 3" are one cell.
    const words = line.replaceAll(/(\d) ([-–]) (\d)/g, "$1\u00a0$2\u00a0$3").split(/ +/);
    if (words.length < columns || words.length > columns + 8 || !words.some((word) => /^\D{0,3}\d/.test(word))) break;
    rows.push({ words: words.map((word) => word.replaceAll("\u00a0", " ")), line: next + 1 });
  }
  return rows;
}

/** The column that takes the surplus words: the one for which the other columns are most alike in shape. */
function bestWideColumn(rows: string[][], columns: number): number | null {
  let best: number | null = null;
  let bestScore = 0;
  for (let wide = 0; wide < columns; wide += 1) {
    const cells = rows.map((row) => cut(row, columns, wide));
    let score = 0;
    for (let column = 0; column < columns; column += 1) {
      const shapes = new Set(cells.map((row) => shape(row[column] ?? "")));
      if (shapes.size === 1) score += 1;
    }
    if (score > bestScore) [best, bestScore] = [wide, score];
  }
  const cells = rows.map((row) => cut(row, columns, best ?? 0));
  // A letterhead has lines with figures as well, but no column of them.
  const figures = Array.from({ length: columns }, (_, at) =>
    cells.every((row) => /number|range|code/.test(shape(row[at] ?? ""))),
  );
  return bestScore >= columns - 1 && figures.includes(true) ? best : null;
}

function shape(cell: string): string {
  if (/^[^\p{L}\d]*\d[\d.,]*[^\p{L}\d]*$/u.test(cell)) return "number";
  if (/^[\d.,]+ [-–] [\d.,]+$/.test(cell)) return "range";
  return /\d/.test(cell) && !/\s/.test(cell) ? "code" : "words";
}

function cut(words: string[], columns: number, wide: number): string[] {
  const after = columns - wide - 1;
  const tail = words.length - after;
  return [...words.slice(0, wide), words.slice(wide, tail).join(" "), ...words.slice(tail)];
}
