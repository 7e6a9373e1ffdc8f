import { stripVTControlCharacters } from "node:util";

// East Asian wide characters and emoji take two columns; combining marks none.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ZERO = /\p{Mn}|\p{Cf}/u;
/** What nearly all texts consist of, one column each: European letters, dashes, quotes, dots. */
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]*$/;

/** Columns that a text takes on a terminal; escape sequences take none. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const char of stripVTControlCharacters(text)) width += ZERO.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
}

/** At most so many columns, the cut shown by "…". For text without escape sequences. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const char of text) {
    width += widthOf(char);
    if (width > columns - 1) break;
    kept += char;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * Breaks between words so that no line is longer; words that are longer themselves are broken too. Keeps line feeds. The
 * first line begins with `label` (which may be styled), all others with `indent`.
 */
export function wrap(text: string, columns: number, indent = "", label = ""): string {
  const room = Math.max(columns - widthOf(indent), 8);
  const firstRoom = Math.max(columns - widthOf(label), 8);
  return text
    .split("\n")
    .flatMap((line, at) => wrapLine(line, at === 0 ? firstRoom : room, room))
    .map((line, at) => `${at === 0 ? label : indent}${line}`)
    .join("\n");
}

function wrapLine(line: string, firstRoom: number, room: number): string[] {
  const lines: string[] = [];
  let current = "";
  const roomNow = (): number => (lines.length === 0 ? firstRoom : room);
  for (const word of line.split(/(?<=\s)/u)) {
    if (widthOf(current) + widthOf(word.trimEnd()) > roomNow() && current.trim() !== "") {
      lines.push(current.trimEnd());
      current = "";
    }
    current += word;
    while (widthOf(current.trimEnd()) > roomNow()) {
      const piece = takeColumns(current, roomNow());
      lines.push(piece);
      current = current.slice(piece.length);
    }
  }
  return current.trim() === "" && lines.length > 0 ? lines : [...lines, current.trimEnd()];
}

function takeColumns(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const char of text) {
    width += widthOf(char);
    if (width > columns) break;
    taken += char;
  }
  return taken === "" ? [...text][0]! : taken;
}

/** Rows as columns of equal width, two spaces apart; the last one is not padded. */
export function toColumns(rows: readonly (readonly string[])[], rightAligned: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))));
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const space = " ".repeat((widths[at] ?? 0) - widthOf(cell));
        if (rightAligned.includes(at)) return space + cell;
        return at === row.length - 1 ? cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}
