import type { Cell, Column, DateFormat, Lang, NumberFormat, ValueType } from "../types.ts";
import { guessLanguage } from "../text/language.ts";
import { isDayFirst } from "../values/dates.ts";
import { readDate, type WrittenDate } from "../values/parseDate.ts";
import { readNumber, type WrittenNumber } from "../values/parseNumber.ts";
import { CURRENCIES } from "../values/units.ts";
import { isIdName, isMoneyName, unitOfName } from "./columnHints.ts";

/** What is known of the whole table besides its cells. */
export interface TypeHints {
  /** The decimal sign of numbers that leave it open ("1.234"). */
  decimal?: "." | ",";
  lang?: Lang;
}

/** The share of filled cells that must be of a type; a few odd cells do not spoil a column. */
const ENOUGH = 0.8;
const NOTHING = /^(?:-+|–|—|n\/?a|n\.\s?a\.|k\.\s?a\.|null|none|keine?|\?|\.\.\.|…|tbd|offen)$/i;
const YES = /^(?:ja|yes|true|wahr|y|x|✓|✔|☑)$/i;
const NO = /^(?:nein|no|false|falsch|n|✗|☐)$/i;

/**
 * Decides type, format and unit of each column from all its raw cells (rows as wide as `names`) and normalises the cells. What
 * a single cell leaves open ("1.234", "03/04/2026") is decided by its column, then by the other columns, then by the language.
 * Digits that name something (leading zeros, "PLZ", "Artikelnr.", "Phone") stay text.
 */
export function typeColumns(
  names: string[],
  rows: string[][],
  hints: TypeHints = {},
): { columns: Column[]; rows: Cell[][] } {
  const cells = names.map((_name, index) => rows.map((row) => (row[index] ?? "").trim()));
  const lang =
    hints.lang ?? guessLanguage([names.join(" "), ...rows.slice(0, 50).map((row) => row.join(" "))].join("\n"));
  const votes = cells.map((column) => decimalVotes(column));
  const all = votes.reduce((sum, vote) => sum + Math.sign(vote), 0);
  const usual = hints.decimal ?? (all === 0 ? (lang === "de" ? "," : ".") : all > 0 ? "," : ".");
  const dayFirst = isDayFirst(cells.flat().slice(0, 20_000)) ?? lang === "de";
  const typed = names.map((name, index) => {
    const column = cells[index] ?? [];
    const vote = votes[index] ?? 0;
    const decimal = hints.decimal ?? (vote === 0 ? usual : vote > 0 ? "," : ".");
    return typeColumn(name, column, decimal, isDayFirst(column) ?? dayFirst);
  });
  return {
    columns: typed.map((one) => one.column),
    rows: rows.map((row, at) => typed.map((one, index) => ({ raw: row[index] ?? "", value: one.values[at] ?? null }))),
  };
}

/** Above 0 when the clear numbers of the column have a decimal comma. */
function decimalVotes(cells: readonly string[]): number {
  let votes = 0;
  for (const cell of cells.slice(0, 5000)) {
    const number = readNumber(cell, null);
    if (number === null) continue;
    // "1.500 €" alone is most likely thousands: a weak vote
    if (number.ambiguous)
      votes += CURRENCIES.has(number.unit ?? "") && number.group !== "" ? (number.group === "." ? 0.01 : -0.01) : 0;
    else if (number.decimal !== null) votes += number.decimal === "," ? 1 : -1;
    else if (number.group === "." || number.group === ",") votes += number.group === "." ? 1 : -1;
  }
  return votes;
}

interface Typed {
  column: Column;
  values: (string | null)[];
}

function typeColumn(name: string, cells: string[], decimal: "." | ",", dayFirst: boolean): Typed {
  const filled = cells.filter((cell) => cell !== "" && !NOTHING.test(cell));
  const text: Typed = {
    column: { name, type: "text", format: null, unit: null },
    values: cells.map((cell) => (cell === "" ? null : cell)),
  };
  if (filled.length === 0) return text;
  if (filled.every((cell) => YES.test(cell) || NO.test(cell)) && isBoolean(filled, cells)) {
    const toValue = (cell: string) => (YES.test(cell) ? "true" : NO.test(cell) ? "false" : null);
    return { column: { ...text.column, type: "boolean" }, values: cells.map(toValue) };
  }
  const compact: DateFormat | null =
    filled.every((cell) => /^20[0-4]\d[01]\d[0-3]\d$/.test(cell)) && /dat|tag|day/i.test(name)
      ? { pattern: "YYYYMMDD" }
      : null;
  const dates = cells.map((cell) => (cell === "" ? null : readDate(cell, { dayFirst, format: compact })));
  if (share(dates, filled) >= ENOUGH) return dateColumn(name, dates);
  if (isName(name, filled)) return text;
  const numbers = cells.map((cell) => (cell === "" || NOTHING.test(cell) ? null : readNumber(cell, decimal)));
  if (share(numbers, filled) >= ENOUGH) return numberColumn(name, numbers, decimal);
  return text;
}

const share = (read: readonly unknown[], filled: readonly string[]) =>
  read.filter((one) => one !== null).length / filled.length;

/** A lone "x" marks only where other cells are empty; single letters need both answers. */
function isBoolean(filled: readonly string[], cells: readonly string[]): boolean {
  const kinds = new Set(filled.map((cell) => cell.toLowerCase()));
  if (kinds.size === 1 && kinds.has("x")) return cells.length > filled.length;
  return kinds.size > 1 || [...kinds].every((cell) => cell.length > 1);
}

/** Digits that name something. */
function isName(name: string, filled: readonly string[]): boolean {
  const whole = filled.filter((cell) => /^\+?\d[\d ]*$/.test(cell));
  if (whole.length < filled.length * 0.5) return false;
  if (whole.some((cell) => /^0\d/.test(cell))) return true;
  if (whole.some((cell) => /^\+\d{5,}/.test(cell.replaceAll(" ", "")))) return true;
  if (whole.every((cell) => cell.replaceAll(" ", "").length >= 11)) return true;
  return isIdName(name) && whole.length >= filled.length * ENOUGH;
}

function dateColumn(name: string, dates: (WrittenDate | null)[]): Typed {
  const formats = new Map<string, { format: DateFormat; count: number }>();
  for (const date of dates) {
    if (date === null) continue;
    const key = `${date.format.pattern} ${date.format.lang ?? ""}`;
    formats.set(key, { format: date.format, count: (formats.get(key)?.count ?? 0) + 1 });
  }
  const usual = [...formats.values()].toSorted((a, b) => b.count - a.count)[0];
  return {
    column: { name, type: "date", format: usual?.format ?? null, unit: null },
    values: dates.map((date) => date?.iso ?? null),
  };
}

function numberColumn(name: string, read: (WrittenNumber | null)[], decimal: "." | ","): Typed {
  const numbers = read.filter((number) => number !== null);
  const units = new Set(numbers.map((number) => number.unit));
  const unit = units.size === 1 ? ([...units][0] ?? null) : null;
  const inCells = numbers.filter((number) => CURRENCIES.has(number.unit ?? "")).length;
  const named = unitOfName(name);
  const isMoney =
    CURRENCIES.has(named ?? "") ||
    inCells > numbers.length / 2 ||
    (isMoneyName(name) && (units.size > 1 || (unit ?? named) === null));
  const type: ValueType = isMoney ? "money" : "number";
  return {
    column: { name, type, format: numberFormat(numbers, decimal), unit: unit ?? (units.size <= 1 ? named : null) },
    values: read.map((number) => number?.value ?? null),
  };
}

function numberFormat(numbers: readonly WrittenNumber[], decimal: "." | ","): NumberFormat {
  const most = <T>(values: T[]): { value: T | undefined; share: number } => {
    const counts = new Map<T, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const best = [...counts].toSorted((a, b) => b[1] - a[1])[0];
    return { value: best?.[0], share: (best?.[1] ?? 0) / Math.max(1, values.length) };
  };
  const places = most(numbers.map((number) => number.places));
  const group = most(numbers.filter((number) => /\d{4}/.test(number.value)).map((number) => number.group));
  return {
    decimal,
    group: group.value ?? "",
    places: places.share >= 0.8 ? (places.value ?? 0) : -1,
    prefix: most(numbers.map((number) => number.prefix)).value ?? "",
    suffix: most(numbers.map((number) => number.suffix)).value ?? "",
  };
}
