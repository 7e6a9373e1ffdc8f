import { fold } from "../../../files/index.ts";
import type { Part } from "../query/part.ts";
import type { Request } from "../request/index.ts";
import { toIdentifier, type View, type ViewColumn } from "./views.ts";

/** What of the request may stand in a SELECT: nothing else can be compared with. */
export interface Literals {
  /** ISO dates, in order. */
  dates: string[];
  /** Decimal strings. */
  numbers: string[];
  /** Words for LIKE. */
  words: string[];
}

export function literalsOf(part: Part, request: Request): Literals {
  const days = [
    ...request.periods.flatMap(({ from, to }) => [from, to]),
    ...request.dates.map(({ iso }) => iso),
    request.today,
  ].flatMap((day) => (day === null ? [] : [day.slice(0, 10)]));
  const words = part.terms.map(({ text }) => text.toLowerCase()).filter((word) => /^[\p{L}\p{N}-]{3,30}$/u.test(word));
  return {
    dates: [...new Set(days)].toSorted(),
    numbers: [...new Set(["0", ...request.numbers.map(({ value }) => value)])].filter((value) =>
      /^-?\d+(?:\.\d+)?$/u.test(value),
    ),
    words: [...new Set(words)].slice(0, 10),
  };
}

/** A regular expression for every SELECT that is allowed over the views. */
export function selectPattern(views: View[], literals: Literals, part: Part): string {
  return `^${any(views.map((view) => selectOver(view, literals, part)))}$`;
}

const MOST_ITEMS = 4;
const MOST_CONDITIONS = 5;
const COMPARE = "(?:=|<>|<=|>=|<|>)";

const TOTAL =
  /(?<!\p{L})(?:how many|how much|wie\s?viele?|wieviel|sum of|total|summe|insgesamt|altogether|added up|zusammengezählt|c[oa]me to|eingebracht|br(?:ing|ought) in|worth)(?!\p{L})/iu;
const SPLIT =
  /(?<!\p{L})(?:per|each|every|by|je|pro|jede\p{L}*|jeweils|which|who|whose|welche\p{L}*|wer|wem|bei wem|list|liste|table|tabelle)(?!\p{L})/iu;

/** One number is asked for, of all rows together: there is nothing to group or to put in order. */
const asksForNumber = ({ text, columns }: Part): boolean =>
  columns.length === 0 && TOTAL.test(text) && !SPLIT.test(text);

/** A small model counts different values where rows are meant; it may where the request says so. */
const DIFFERENT =
  /(?<!\p{L})(?:different|distinct|unique|individual|verschieden\p{L}*|unterschiedlich\p{L}*|einzelne\p{L}*|nur einmal|only once)(?!\p{L})/iu;

function selectOver(view: View, literals: Literals, part: Part): string {
  const numbers = view.columns.filter(({ type }) => type === "number").map(({ id }) => id);
  const ordered = view.columns.filter(({ type }) => type !== "text").map(({ id }) => id);
  const column = any(view.columns.map(({ id }) => id));
  const number = numbers.length > 0 ? any(numbers) : null;
  const sum = number && `${number}(?: [*+-] ${number})?`;
  const aggregates = [
    "COUNT\\(\\*\\)",
    ...(DIFFERENT.test(part.text) ? [`COUNT\\(DISTINCT ${column}\\)`] : []),
    ...(sum ? [`(?:SUM|AVG)\\(${sum}\\)`] : []),
    ...(ordered.length > 0 ? [`(?:MIN|MAX)\\(${any(ordered)}\\)`] : []),
  ];
  const item = any([column, ...aggregates, ...(number ? [`${number} [*+-] ${number}`] : [])]);
  const isNumber = asksForNumber(part);
  const taken = new Set<string>();
  const items = isNumber
    ? any(aggregates)
    : part.columns.length > 0
      ? part.columns.map((name) => `${namesake(name, view) ?? item} AS ${toIdentifier(name, taken)}`).join(", ")
      : `${item}(?:, ${item}){0,${MOST_ITEMS - 1}}`;
  const conditions = view.columns.flatMap((one) => conditionsOn(one, view, literals));
  const condition = any(conditions);
  const where = `(?: WHERE ${condition}(?: AND ${condition}){0,${MOST_CONDITIONS - 1}})?`;
  const total = any(["COUNT\\(\\*\\)", ...(sum ? [`SUM\\(${sum}\\)`] : [])]);
  const bound = any([...literals.numbers.map(escape), ...numbers]);
  const group = `(?: GROUP BY ${column}(?:, ${column})?(?: HAVING ${total} ${COMPARE} ${bound})?)?`;
  const order = `(?: ORDER BY ${any([column, ...aggregates])} (?:ASC|DESC)(?: LIMIT [1-9][0-9]?)?)?`;
  return `SELECT ${items} FROM ${view.name}${where}${isNumber ? "" : group + order}`;
}

/** A column that is asked for by its own header is that column. */
function namesake(name: string, { columns }: View): string | null {
  return columns.find(({ column }) => fold(column.header) === fold(name))?.id ?? null;
}

function conditionsOn({ id, type, column, literals: values }: ViewColumn, view: View, literals: Literals): string[] {
  const others = view.columns.filter((other) => other.type === type && other.id !== id).map((other) => other.id);
  const empty = column.hasEmpty ? [`${id} IS (?:NOT )?NULL`] : [];
  if (type === "number") return [`${id} ${COMPARE} ${any([...literals.numbers.map(escape), ...others])}`, ...empty];
  if (type === "date") {
    const day = any(literals.dates.map(quoted));
    const days = any([...literals.dates.map(quoted), ...others]);
    return [`${id} ${COMPARE} ${days}`, `${id} BETWEEN ${day} AND ${day}`, ...empty];
  }
  const known = values.length > 0 ? any(values.map(quoted)) : null;
  const like =
    column.values === null && literals.words.length > 0
      ? any(literals.words.map((word) => `'%${escape(word)}%'`))
      : null;
  return [
    ...(known ? [`${id} (?:=|<>) ${known}`, `${id} (?:NOT )?IN \\(${known}(?:, ${known}){0,5}\\)`] : []),
    ...(like ? [`${id} (?:NOT )?LIKE ${like}`] : []),
    ...empty,
  ];
}

const quoted = (value: string): string => `'${escape(value.replaceAll("'", "''"))}'`;
const any = (parts: string[]): string => (parts.length === 1 ? (parts[0] ?? "") : `(?:${parts.join("|")})`);
const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
