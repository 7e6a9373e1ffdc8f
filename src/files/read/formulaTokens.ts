/** Thrown for anything that this small evaluator does not know; the cell then has no value. */
export class FormulaError extends Error {
  override readonly name = "FormulaError";
}

export type Token =
  | { type: "number" | "text" | "name" | "operator"; value: string }
  | { type: "ref"; sheet: string | null; from: string; to: string | null };

const PATTERN =
  /\s*(?:(?<ref>(?:(?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[\p{L}_][\p{L}\p{N}_.]*))!)?\$?(?<from>[A-Z]{1,3}\$?\d{1,7})(?::\$?(?<to>[A-Z]{1,3}\$?\d{1,7}))?(?![\p{L}\p{N}_(]))|(?<number>\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+)|"(?<text>(?:[^"]|"")*)"|(?<name>[\p{L}_][\p{L}\p{N}_.]*)|(?<operator><>|<=|>=|[-+*/^&=<>(),;%]))/uy;

/** The tokens of a formula as it is stored (English names, "," between arguments). */
export function tokenize(formula: string): Token[] {
  const tokens: Token[] = [];
  const text = formula.trim();
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const groups = PATTERN.exec(text)?.groups;
    if (!groups) throw new FormulaError("unknown sign");
    if (groups["from"]) {
      const sheet = groups["quoted"]?.replaceAll("''", "'") ?? groups["plain"] ?? null;
      tokens.push({
        type: "ref",
        sheet,
        from: groups["from"].replaceAll("$", ""),
        to: groups["to"]?.replaceAll("$", "") ?? null,
      });
    } else if (groups["number"]) tokens.push({ type: "number", value: groups["number"] });
    else if (groups["text"] !== undefined) tokens.push({ type: "text", value: groups["text"].replaceAll('""', '"') });
    else if (groups["name"]) tokens.push({ type: "name", value: groups["name"].toUpperCase() });
    else tokens.push({ type: "operator", value: groups["operator"] ?? "" });
    if (tokens.length > 500) throw new FormulaError("too long");
  }
  return tokens;
}
