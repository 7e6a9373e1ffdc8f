import { AppError } from "../../core/index.ts";

export interface Token {
  kind: "number" | "name" | "sign";
  /** Numbers as plain decimals, names in lower case, ";" for whatever separates arguments. */
  text: string;
  /** Offset in the expression. */
  at: number;
}

const NUMBER = /\d[\d.,'’\u00a0\u202f]*(?<=\d)|[.,]\d+/y;
const NAME = /[a-zäöüß_]+/iy;
const SPACE = /\s+/y;
const CURRENCY = /[€$£]|(?:EUR|USD|GBP|CHF|Euro)(?![a-z])/iy;
const SIGNS: Record<string, string> = {
  "×": "*",
  "·": "*",
  "•": "*",
  "÷": "/",
  ":": "/",
  "−": "-",
  "–": "-",
};
const KNOWN = "+-*/^%();,";

/**
 * Splits an expression. Numbers may be German (1.234,50) or English (1,234.50): a number that can only be one of them
 * decides for all. "1,234" alone could be both, a thousandfold apart, so it is asked about (E_INPUT) instead of guessed;
 * "1.234" alone is a decimal point. In the parentheses of a function a comma separates, unless ";" occurs or the numbers
 * are plainly German.
 */
export function tokenize(expression: string, decimal?: "." | ","): Token[] {
  const semicolons = expression.includes(";");
  const sign = decimal ?? decimalOf(expression, semicolons);
  const tokens: Token[] = [];
  const open: boolean[] = []; // for each "(" that is open: whether it is a function's
  for (let at = 0; at < expression.length;) {
    const skipped = match(SPACE, expression, at) ?? match(CURRENCY, expression, at);
    if (skipped !== null) {
      at += skipped.length;
      continue;
    }
    const token = nextToken(expression, at, sign, open.at(-1) === true && !semicolons);
    const { length } = token;
    if (token.text === "(") open.push(tokens.at(-1)?.kind === "name");
    if (token.text === ")") open.pop();
    tokens.push({ kind: token.kind, text: token.text, at });
    at += length;
  }
  return tokens;
}

function nextToken(
  text: string,
  at: number,
  decimal: "." | "," | null,
  commaSeparates: boolean,
): Token & { length: number } {
  const number = match(NUMBER, text, at);
  if (number !== null && !(commaSeparates && number.startsWith(","))) {
    const written = commaSeparates && decimal !== "," ? upToSeparator(number, decimal) : number;
    return { kind: "number", text: toPlain(written, decimal), at, length: written.length };
  }
  const name = match(NAME, text, at);
  if (name !== null) return { kind: "name", text: name.toLowerCase(), at, length: name.length };
  const character = text[at] ?? "";
  const sign = SIGNS[character] ?? character;
  if (!KNOWN.includes(sign)) throw fault(`"${character}" is not understood`, at);
  return { kind: "sign", text: sign === "," ? ";" : sign, at, length: character.length };
}

/** "10,20,30" in sum(…): the first comma ends the number, except where commas plainly group (1,234.50). */
function upToSeparator(number: string, decimal: "." | "," | null): string {
  if (decimal === ".") {
    const grouped = /^\d{1,3}(?:,\d{3})+(?=\.\d)\.\d+/.exec(number);
    if (grouped) return grouped[0];
  }
  return number.split(",", 1)[0] ?? number;
}

function toPlain(written: string, decimal: "." | "," | null): string {
  const number = written.replaceAll(/['’\u00a0\u202f]/g, "");
  const point = decimal ?? ".";
  const group = point === "." ? "," : ".";
  const [whole = "", fraction, ...more] = number.split(point);
  if (more.length > 0) throw fault(`"${written}" is no number`, 0);
  const groups = whole.split(group);
  const wellGrouped =
    groups.length === 1 || (/^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((g) => /^\d{3}$/.test(g)));
  if (!wellGrouped || fraction?.includes(group))
    throw fault(`"${written}" is no number with decimal sign "${point}"`, 0);
  return `${groups.join("") || "0"}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** The decimal sign that the numbers themselves decide; null when only points occur, which are decimal then. */
function decimalOf(expression: string, semicolons: boolean): "." | "," | null {
  const numbers = numbersOutsideCalls(expression, semicolons);
  const votes = new Set(numbers.map(voteOf).filter((vote) => vote !== null));
  if (votes.size > 1) throw fault("it mixes German and English numbers", 0);
  const [vote] = votes;
  if (vote !== undefined) return vote;
  const unclear = numbers.find((number) => number.includes(","));
  if (unclear === undefined) return null;
  const plain = unclear.replace(",", "");
  throw new AppError("E_INPUT", `"${unclear}" can be ${plain} or ${unclear.replace(",", ".")}.`, {
    hint: 'Say which by decimal "." or ",", or write the number without a thousands separator.',
  });
}

function voteOf(number: string): "." | "," | null {
  const [dot, comma] = [number.lastIndexOf("."), number.lastIndexOf(",")];
  if (dot >= 0 && comma >= 0) return dot > comma ? "." : ",";
  if (dot < 0 && comma < 0) return null;
  const [sign, other] = dot >= 0 ? ([".", ","] as const) : ([",", "."] as const);
  if (number.indexOf(sign) !== number.lastIndexOf(sign)) return other; // 1,234,567 and 1.234.567 group
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(number) ? null : sign;
}

/** In a function's parentheses commas separate (unless ";" does), so numbers with commas there say nothing. */
function numbersOutsideCalls(expression: string, semicolons: boolean): string[] {
  const found: string[] = [];
  const open: boolean[] = [];
  let named = false;
  for (let at = 0; at < expression.length;) {
    const number = match(NUMBER, expression, at);
    const inCall = open.at(-1) === true && !semicolons;
    if (number !== null && (!inCall || /^\d{1,3}(?:,\d{3})+\.\d+$/.test(number))) found.push(number);
    const word = number ?? match(NAME, expression, at);
    const character = expression[at] ?? "";
    if (character === "(") open.push(named);
    if (character === ")") open.pop();
    if (!/\s/.test(character)) named = number === null && word !== null;
    at += word?.length ?? 1;
  }
  return found;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function fault(why: string, at: number): AppError {
  return new AppError(
    "E_INPUT",
    `The expression cannot be computed: ${why}${at > 0 ? ` (at character ${at + 1})` : ""}.`,
    {
      hint: "Use numbers, + - * / ^ %, parentheses, sum, avg, min, max, round and abs.",
    },
  );
}
