/** A piece of a statement. `quoted` is a name in double quotes, without them. */
export interface Token {
  kind: "word" | "quoted" | "param" | "string" | "number" | "sign";
  text: string;
}

const PIECES: readonly [Token["kind"] | "skip", RegExp][] = [
  ["skip", /\s+|--[^\n]*/y],
  ["string", /'(?:[^']|'')*'/y],
  ["quoted", /"[a-zA-Z_][a-zA-Z0-9_]*"/y],
  ["param", /\$[1-9]\d*/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["word", /[a-zA-Z_][a-zA-Z0-9_]*/y],
  ["sign", /::|<>|<=|>=|!=|@>|\|\||[(),.=<>*+\-/;[\]]/y],
];

/** Splits a statement; comments and spaces go. Null when it holds a character that none of the known statements has. */
export function toTokens(sql: string): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    const found = findPiece(sql, at);
    if (!found) return null;
    at += found.text.length;
    if (found.kind === "skip") continue;
    tokens.push({ kind: found.kind, text: found.kind === "quoted" ? found.text.slice(1, -1) : found.text });
  }
  if (tokens.at(-1)?.text === ";") tokens.pop();
  return tokens;
}

function findPiece(sql: string, at: number): { kind: Token["kind"] | "skip"; text: string } | null {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return null;
}
