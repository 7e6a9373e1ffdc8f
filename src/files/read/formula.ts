import { Dec } from "../values/decimal.ts";
import { FormulaError, type Token, tokenize } from "./formulaTokens.ts";

export type Scalar = Dec | string | boolean | null;
/** The values of a range in reading order, or one value. */
type Value = Scalar | Scalar[];

/** Gives the values of a cell or range; a reference names its sheet or null for the formula's own. */
export type Lookup = (sheet: string | null, from: string, to: string | null) => Scalar[];

/**
 * Computes a spreadsheet formula exactly: + - * / ^ % & comparisons, references, ranges, SUM PRODUCT AVERAGE MIN MAX COUNT
 * COUNTA ROUND ABS IF AND OR SUMIF COUNTIF. Anything else throws FormulaError: no value is better than a wrong one.
 */
export function evaluate(formula: string, lookup: Lookup): Scalar {
  const parser: Parser = { tokens: tokenize(formula), at: 0, lookup, depth: 0 };
  const value = comparison(parser);
  if (parser.at < parser.tokens.length) throw new FormulaError("something is left over");
  return single(value);
}

interface Parser {
  tokens: Token[];
  at: number;
  lookup: Lookup;
  depth: number;
}

function takes(parser: Parser, ...operators: string[]): string | null {
  const token = parser.tokens[parser.at];
  if (token?.type !== "operator" || !operators.includes(token.value)) return null;
  parser.at += 1;
  return token.value;
}

function single(value: Value): Scalar {
  if (!Array.isArray(value)) return value;
  if (value.length > 1) throw new FormulaError("a range where one value is needed");
  return value[0] ?? null;
}

function numeric(value: Value): Dec {
  const one = single(value);
  if (one === null) return new Dec(0);
  if (typeof one === "boolean") return new Dec(one ? 1 : 0);
  if (typeof one === "string") throw new FormulaError("text where a number is needed");
  return one;
}

function textual(value: Value): string {
  const one = single(value);
  if (one === null) return "";
  return typeof one === "boolean" ? String(one).toUpperCase() : String(one);
}

function comparison(parser: Parser): Value {
  let left = joined(parser);
  for (;;) {
    const operator = takes(parser, "=", "<>", "<=", ">=", "<", ">");
    if (operator === null) return left;
    left = compare(single(left), single(joined(parser)), operator);
  }
}

function compare(a: Scalar, b: Scalar, operator: string): boolean {
  const numbers = (a instanceof Dec || a === null) && (b instanceof Dec || b === null);
  const order = numbers
    ? numeric(a).comparedTo(numeric(b))
    : textual(a).toLowerCase() === textual(b).toLowerCase()
      ? 0
      : textual(a).toLowerCase() < textual(b).toLowerCase()
        ? -1
        : 1;
  if (operator === "=") return order === 0;
  if (operator === "<>") return order !== 0;
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function joined(parser: Parser): Value {
  let left = added(parser);
  while (takes(parser, "&")) left = textual(left) + textual(added(parser));
  return left;
}

function added(parser: Parser): Value {
  let left = multiplied(parser);
  for (;;) {
    const operator = takes(parser, "+", "-");
    if (operator === null) return left;
    const right = numeric(multiplied(parser));
    left = operator === "+" ? numeric(left).plus(right) : numeric(left).minus(right);
  }
}

function multiplied(parser: Parser): Value {
  let left = powered(parser);
  for (;;) {
    const operator = takes(parser, "*", "/");
    if (operator === null) return left;
    const right = numeric(powered(parser));
    if (operator === "/" && right.isZero()) throw new FormulaError("division by zero");
    left = operator === "*" ? numeric(left).times(right) : numeric(left).div(right);
  }
}

function powered(parser: Parser): Value {
  let left = signed(parser);
  while (takes(parser, "^")) {
    const exponent = numeric(signed(parser));
    if (exponent.abs().gt(1000)) throw new FormulaError("too large");
    left = numeric(left).pow(exponent);
    if (!(left instanceof Dec) || !left.isFinite()) throw new FormulaError("no number");
  }
  return left;
}

function signed(parser: Parser): Value {
  const sign = takes(parser, "-", "+");
  if (sign !== null) return sign === "-" ? numeric(signed(parser)).neg() : numeric(signed(parser));
  let value = atom(parser);
  while (takes(parser, "%")) value = numeric(value).div(100);
  return value;
}

function atom(parser: Parser): Value {
  const token = parser.tokens[parser.at];
  parser.at += 1;
  parser.depth += 1;
  if (!token || parser.depth > 2000) throw new FormulaError("incomplete");
  if (token.type === "number") return new Dec(token.value);
  if (token.type === "text") return token.value;
  if (token.type === "ref") {
    const values = parser.lookup(token.sheet, token.from, token.to);
    return token.to === null ? (values[0] ?? null) : values;
  }
  if (token.type === "name") return named(parser, token.value);
  if (token.value !== "(") throw new FormulaError("unexpected sign");
  const value = comparison(parser);
  if (!takes(parser, ")")) throw new FormulaError("a bracket is open");
  return value;
}

function named(parser: Parser, name: string): Value {
  if (!takes(parser, "(")) {
    if (name === "TRUE" || name === "FALSE") return name === "TRUE";
    throw new FormulaError(`the name ${name} is unknown`);
  }
  const values: Value[] = [];
  while (!takes(parser, ")")) {
    values.push(comparison(parser));
    if (!takes(parser, ",", ";") && parser.tokens[parser.at]?.type !== "operator")
      throw new FormulaError("a bracket is open");
  }
  const call = FUNCTIONS[name];
  if (!call) throw new FormulaError(`${name} is unknown`);
  return call(values);
}

/** The numbers among arguments; text and empty cells of a range do not count, as in every spreadsheet. */
const numbersOf = (values: Value[]) => values.flat().filter((value) => value instanceof Dec);
const total = (numbers: Dec[]) => numbers.reduce((sum, number) => sum.plus(number), new Dec(0));
const list = (value: Value | undefined): Scalar[] => (Array.isArray(value) ? value : [value ?? null]);

const FUNCTIONS: Record<string, (values: Value[]) => Value> = {
  SUM: (values) => total(numbersOf(values)),
  PRODUCT: (values) => numbersOf(values).reduce((product, number) => product.times(number), new Dec(1)),
  AVERAGE: (values) => {
    const numbers = numbersOf(values);
    if (numbers.length === 0) throw new FormulaError("no numbers");
    return total(numbers).div(numbers.length);
  },
  MIN: (values) =>
    numbersOf(values).reduce((least, number) => Dec.min(least, number), numbersOf(values)[0] ?? new Dec(0)),
  MAX: (values) =>
    numbersOf(values).reduce((most, number) => Dec.max(most, number), numbersOf(values)[0] ?? new Dec(0)),
  COUNT: (values) => new Dec(numbersOf(values).length),
  COUNTA: (values) => new Dec(values.flat().filter((value) => value !== null).length),
  ROUND: ([value = null, places = null]) => numeric(value).toDecimalPlaces(Math.max(0, numeric(places).toNumber())),
  ABS: ([value = null]) => numeric(value).abs(),
  IF: ([test = null, yes = true, no = false]) => (isTrue(single(test)) ? yes : no),
  AND: (values) => values.flat().every(isTrue),
  OR: (values) => values.flat().some(isTrue),
  SUMIF: ([range, criterion = null, sums]) => {
    const chosen = list(sums ?? range);
    return total(
      list(range).flatMap((value, index) =>
        meets(value, single(criterion)) && chosen[index] instanceof Dec ? [chosen[index]] : [],
      ),
    );
  },
  COUNTIF: ([range, criterion = null]) =>
    new Dec(list(range).filter((value) => meets(value, single(criterion))).length),
};

function isTrue(value: Scalar): boolean {
  if (typeof value === "string") throw new FormulaError("text where yes or no is needed");
  return value instanceof Dec ? !value.isZero() : value === true;
}

/** ">100", "<>x" or the value itself. */
function meets(value: Scalar, criterion: Scalar): boolean {
  if (typeof criterion !== "string") return value !== null && compare(value, criterion, "=");
  const [, operator = "=", rest = ""] = /^(<>|<=|>=|=|<|>)?(.*)$/s.exec(criterion) ?? [];
  if (/[*?]/.test(rest)) throw new FormulaError("wildcards are unknown");
  const wanted = /^-?\d+(?:\.\d+)?$/.test(rest) ? new Dec(rest) : rest;
  if (wanted instanceof Dec !== value instanceof Dec) return operator === "<>";
  return compare(value, wanted, operator);
}
