import type { Piece } from "./acts.ts";

/** UTF-16 units of one message. */
export const MOST_CHARS = 4_096;
const MOST_ENTITIES = 100;
/** A piece that is broken at a paragraph or a line is at least this full. */
const FULL = 0.5;

/** A text as messages: at paragraphs, else lines, else words, else anywhere between two characters. Nothing but blanks at the breaks is left out. */
export function splitText({ text, entities }: Piece, most = MOST_CHARS): Piece[] {
  const pieces: Piece[] = [];
  let start = skipBlanks(text, 0);
  while (start < text.length) {
    const end = findEnd(text, start, most);
    const part = text.slice(start, end).trimEnd();
    pieces.push({ text: part, entities: within(entities, start, start + part.length) });
    start = skipBlanks(text, end);
  }
  return pieces;
}

function findEnd(text: string, start: number, most: number): number {
  const limit = start + most;
  if (text.trimEnd().length <= limit) return text.length;
  const least = start + most * FULL;
  for (const mark of ["\n\n", "\n", " "]) {
    const at = text.lastIndexOf(mark, limit);
    if (at >= least) return at;
  }
  const isPair = isHigh(text.charCodeAt(limit - 1));
  return isPair ? limit - 1 : limit;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Line ends and blanks before what comes next; the blanks before its first word stay, where a line is indented. */
function skipBlanks(text: string, from: number): number {
  const rest = /^(?:[^\S\n]*\n)*[^\S\n]*/u.exec(text.slice(from));
  return from + (rest?.[0].length ?? 0);
}

function within(entities: Piece["entities"], start: number, end: number): Piece["entities"] {
  return entities
    .map((entity) => {
      const from = Math.max(entity.offset, start);
      const to = Math.min(entity.offset + entity.length, end);
      return { ...entity, offset: from - start, length: to - from };
    })
    .filter(({ length }) => length > 0)
    .slice(0, MOST_ENTITIES);
}
