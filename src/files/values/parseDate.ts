import type { DateFormat } from "../types.ts";
import { isoOf } from "./calendar.ts";
import { ANY_WEEKDAY, MONTH, MONTHS, MONTHS_EN, toMonth, toYear } from "./names.ts";
import { fromSlashes } from "./dateRules.ts";

/** One cell read as a date: its ISO form and how it was written. */
export interface WrittenDate {
  iso: string;
  format: DateFormat;
}

const WEEKDAY_HEAD = new RegExp(`^${ANY_WEEKDAY}\\.?,? `, "iu");
const TIME = /(?:,? |T|, ?)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?(am|pm|uhr))?(?:Z|[+-]\d{2}:?\d{2})?$/i;
const NUMERIC = /^(\d{4}|\d{1,2})([-./])( ?)(\d{1,2})\2 ?(\d{4}|\d{1,2})$/;
const DAY_FIRST = new RegExp(
  `^(\\d{1,2})(\\.|st|nd|rd|th)?([ -]{0,1})(?:of )?(${MONTH})(\\.?)(?:(,? |-)(\\d{4}|\\d{2}))?$`,
  "iu",
);
const MONTH_FIRST = new RegExp(`^(${MONTH})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:(,? )(\\d{4}))?$`, "iu");

export interface ParseDateOptions {
  /** ISO date whose year a date without one takes; without `today` such a date is null. */
  today?: string;
  /** How to read 03/04/2026; default day first unless `format` says otherwise. */
  dayFirst?: boolean;
  format?: DateFormat | null;
}

/**
 * The ISO date of a text that is a date and nothing else ("Mo, 01.03.2026", "1. März 2026", "2026-03-01 14:30"), with
 * "T14:30" when a time other than midnight is given (a time zone is dropped); else null.
 */
export function parseDate(raw: string, opts: ParseDateOptions = {}): string | null {
  return readDate(raw, opts)?.iso ?? null;
}

/** Like `parseDate`, with the way it was written. */
export function readDate(raw: string, opts: ParseDateOptions = {}): WrittenDate | null {
  if (raw.length > 60) return null;
  let text = raw
    .trim()
    .replace(/[\u00a0\s]+/g, " ")
    .replace(WEEKDAY_HEAD, "");
  const time = TIME.exec(text);
  if (time) text = text.slice(0, time.index);
  const date = readNumeric(text, opts) ?? readNamed(text, opts);
  if (date === null || !time) return date;
  const clock = readTime(time);
  if (clock === null) return null;
  const iso = clock === "00:00" ? date.iso : `${date.iso}T${clock}`;
  const pattern = `${date.format.pattern}${time[0].startsWith("T") ? "T" : " "}HH:mm${time[3] ? ":ss" : ""}`;
  return { iso, format: { ...date.format, pattern } };
}

function readTime(match: RegExpExecArray): string | null {
  let hour = Number(match[1]);
  const half = match[4]?.toLowerCase();
  if (half === "pm" && hour < 12) hour += 12;
  if (half === "am" && hour === 12) hour = 0;
  if (hour > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) return null;
  const seconds = match[3] && match[3] !== "00" ? `:${match[3]}` : "";
  return `${String(hour).padStart(2, "0")}:${match[2]}${seconds}`;
}

function readNumeric(text: string, opts: ParseDateOptions): WrittenDate | null {
  if (/^(?:19|20)\d{6}$/.test(text) && opts.format?.pattern === "YYYYMMDD") {
    const iso = isoOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
    return iso === null ? null : { iso, format: { pattern: "YYYYMMDD" } };
  }
  const match = NUMERIC.exec(text);
  if (!match) return null;
  const [, a = "", sep = ".", space = "", b = "", c = ""] = match;
  if (a.length === 4) {
    const iso = isoOf(Number(a), Number(b), Number(c));
    if (iso === null || c.length > 2) return null;
    return { iso, format: { pattern: ["YYYY", two("M", b), two("D", c)].join(sep + space) } };
  }
  if (c.length === 1) return null;
  const dayFirst = sep === "." ? true : (opts.dayFirst ?? !isMonthFirst(opts.format));
  const iso =
    sep === "." ? isoOf(toYear(c), Number(b), Number(a)) : fromSlashes(Number(a), Number(b), toYear(c), dayFirst);
  if (iso === null) return null;
  const first = Number(a) > 12 || (dayFirst && Number(b) <= 12) || sep === ".";
  const parts = first ? [two("D", a), two("M", b)] : [two("M", a), two("D", b)];
  return { iso, format: { pattern: [...parts, c.length === 4 ? "YYYY" : "YY"].join(sep + space) } };
}

const two = (letter: string, digits: string) => (digits.length === 2 ? letter + letter : letter);

function isMonthFirst(format: DateFormat | null | undefined): boolean {
  return format !== null && format !== undefined && format.pattern.startsWith("M");
}

function readNamed(text: string, opts: ParseDateOptions): WrittenDate | null {
  const dayFirst = DAY_FIRST.exec(text);
  const match = dayFirst ?? MONTH_FIRST.exec(text);
  if (!match) return null;
  const [day, month, year] = dayFirst ? [match[1], match[4], match[7]] : [match[2], match[1], match[4]];
  const y = year ? toYear(year) : opts.today ? Number(opts.today.slice(0, 4)) : null;
  const iso = y === null ? null : isoOf(y, toMonth(month ?? ""), Number(day));
  if (iso === null) return null;
  const name = (month ?? "").length > 3 ? "MMMM" : "MMM";
  const d = two("D", day ?? "");
  const yy = year ? (year.length === 4 ? "YYYY" : "YY") : "";
  const pattern = dayFirst
    ? `${d}${dayFirst[2] === "." ? "." : ""}${dayFirst[3] ?? " "}${name}${dayFirst[5] ?? ""}${dayFirst[6] ?? ""}${yy}`
    : `${name} ${d}${match[3] ?? ""}${yy}`;
  return { iso, format: { pattern, lang: isGermanMonth(month ?? "", dayFirst?.[2]) ? "de" : "en" } };
}

/** "April" is in both languages; the ordinal dot of "1. April" is German. */
function isGermanMonth(month: string, mark: string | undefined): boolean {
  const name = month.toLowerCase();
  const both = MONTHS_EN.some((english) => english.toLowerCase().startsWith(name));
  return mark === "." || (!both && MONTHS.has(name) && name !== "sept");
}
