import { AppError } from "../../core/index.ts";

/** A piece of a statement, with its exact text: all pieces together are the statement. */
export interface Piece {
  /** `param` is `?`; `fixed` is what no rewriting may touch: strings, comments, names in quotes, bodies between dollars. */
  kind: "space" | "fixed" | "param" | "word" | "number" | "sign";
  text: string;
}

// Not the mark of a string with escapes, or one without an end would be read as a name and a string.
const NAME = /(?![eE]')[\p{L}_][\p{L}\p{N}_$]*/uy;

const PIECES: readonly [Piece["kind"], RegExp][] = [
  ["space", /\s+/y],
  ["fixed", /--[^\n]*/y],
  ["fixed", /[eE]'(?:[^'\\]|\\[^]|'')*'/y], // C-style escapes, of PostgreSQL alone
  ["fixed", /'(?:[^']|'')*'/y],
  ["fixed", /"(?:[^"]|"")+"/y],
  ["fixed", /\$([\p{L}_][\p{L}\p{N}_]*)?\$[^]*?\$\1\$/uy],
  ["param", /\?/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["word", NAME],
  ["sign", /[^\s'"$?\p{L}\p{N}_]/uy],
];

/** Splits a statement as PostgreSQL's lexer does. Throws E_BUG for one that ends inside of a string, comment or name. */
export function toPieces(sql: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < sql.length;) {
    const piece = sql.startsWith("/*", at) ? readComment(sql, at) : readPiece(sql, at);
    if (!piece) throw new AppError("E_BUG", "A statement of the database cannot be read to its end.");
    pieces.push(piece);
    at += piece.text.length;
  }
  return pieces;
}

function readPiece(sql: string, at: number): Piece | null {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return null;
}

/** Comments of this kind stand inside each other, which no pattern reads. */
function readComment(sql: string, start: number): Piece | null {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return { kind: "fixed", text: sql.slice(start, mark.lastIndex) };
  }
  return null;
}
