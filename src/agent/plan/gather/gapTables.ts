import { isTotalRow } from "../../../files/index.ts";
import { uniqueNames, type RawTable } from "./rawTable.ts";

interface Piece {
  text: string;
  start: number;
  end: number;
}

/**
 * Columns parted by tabs or at least two spaces: a head line without digits, then lines with the same number of cells, or
 * fewer that stand under a column each.
 */
export function gapTables(lines: string[]): RawTable[] {
  const found: RawTable[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = split(lines[at] ?? "");
    if (!isHead(head)) continue;
    const raw = readRows(lines, at, head);
    if (raw.rows.length === 0) continue;
    found.push(raw);
    at = (raw.lines.at(-1) ?? at + 1) - 1;
  }
  return found;
}

function readRows(lines: string[], at: number, head: Piece[]): RawTable {
  const raw: RawTable = { names: uniqueNames(head.map((piece) => piece.text)), rows: [], lines: [] };
  let blanks = 0;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    if (line.trim() === "") {
      blanks += 1;
      if (blanks > 1 && raw.rows.length > 0) break;
      continue;
    }
    const cells = align(split(line), head);
    if (cells === null || isTotalRow(cells)) break;
    blanks = 0;
    raw.rows.push(cells);
    raw.lines.push(next + 1);
  }
  // Two columns of words alone are rarely a table: the last must hold figures.
  const telling = raw.rows.every((row) => row.some((cell) => /\d/.test(cell)));
  return head.length === 2 && !telling ? { ...raw, rows: [], lines: [] } : raw;
}

function isHead(pieces: Piece[]): boolean {
  return (
    pieces.length >= 2 &&
    pieces.every(
      (piece) =>
        piece.text.length <= 30 && /\p{L}/u.test(piece.text) && !/\d|:$|[;|@]|: /.test(piece.text.replace(/^§/, "")),
    )
  );
}

function split(line: string): Piece[] {
  return [...line.matchAll(/[^\s](?:[^\t\n]*?[^\s])??(?=\t|\s{2,}|\s*$)/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Cells in the order of the head; null when the line is no row of it. */
function align(pieces: Piece[], head: Piece[]): string[] | null {
  if (pieces.length === head.length) return pieces.map((piece) => piece.text);
  if (pieces.length > head.length || pieces.length < Math.max(2, Math.ceil(head.length / 2))) return null;
  const cells = head.map(() => "");
  for (const piece of pieces) {
    let best = -1;
    let least = Infinity;
    for (const [at, name] of head.entries()) {
      const apart = Math.min(Math.abs(name.start - piece.start), Math.abs(name.end - piece.end));
      if (apart < least) [best, least] = [at, apart];
    }
    if (best === -1 || least > 12 || cells[best] !== "") return null;
    cells[best] = piece.text;
  }
  return cells;
}
