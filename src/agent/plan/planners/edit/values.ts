import { stem, words, type Span } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { related } from "../../lexicon/index.ts";
import { speaksOfMoney } from "../../ops/render.ts";
import { findWeekdays, likeWeekday, weekdayOf } from "../shared/weekdays.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { formatTime } from "../shared/times.ts";
import { EMAIL, PHONE, POSTCODE, STREET } from "../shared/patterns.ts";
import { categoryValues, findValue, type ColumnKind } from "./kinds.ts";

/** A value that the request offers for a column. */
export interface NewValue {
  /** As the table edit takes it: normalised by the column's type. */
  value: string;
  /** Where it stands in the clause; these words then do not point at a row. */
  spans: { start: number; end: number }[];
  /** 0..1: how surely this is meant as the new value, before the column's name is looked at. */
  fit: number;
  /** A new name: it takes the place of the old one inside the cell. */
  isName?: boolean;
}

/** Words before a value that say it is the new one, or the old one. */
const TO =
  /(?:(?<!\p{L})(?:auf|to|into|until|till|bis|zum|as|als|in|statt dessen|now|jetzt|nun|neu|new|erst|künftig|is|ist|lautet|sind|are|for|für|um|at|am|on|den|dem|the|mit|with|:)\s*(?:den|dem|the|at|um|am|on|jetzt|nun|now|erst|only)?\s*|:\s*)$/iu;
const NEWER =
  /(?:(?<!\p{L})(?:auf|to|until|till|bis|now|jetzt|nun|neu|neue[nrsm]?|new|erst|künftig|ab sofort|verschoben auf|moved to|instead|sondern|lautet|is|ist)(?!\p{L})[^.]{0,14})$/iu;
const OLD =
  /(?<!\p{L})(?:statt|anstatt|instead of|rather than|nicht mehr|no longer|bisher|not)(?!\p{L})\s*(?:dem|den|the|am|um|on|at)?\s*$/iu;
const FROM = /(?<!\p{L})(?:from|von|vom)(?!\p{L})\s*(?:dem|den|the|am|um|on|at)?\s*$/iu;
const TO_NEXT = /^\s*\S{0,12}\s*(?:to|auf|bis|zu|nach)(?!\p{L})/iu;

/** "from 5 to 6", "statt 5": the value that stands here is the one before the change. */
export function isOldValue(text: string, span: { start: number; end: number }): boolean {
  const before = text.slice(0, span.start);
  return OLD.test(before) || (FROM.test(before) && TO_NEXT.test(text.slice(span.end)));
}

/** The values that a clause offers for one column, best first. */
export function valuesFor(table: SourceTable, at: number, kind: ColumnKind, reading: Reading): NewValue[] {
  const found = candidates(table, at, kind, reading);
  return found
    .toSorted((a, b) => b.fit - a.fit)
    .filter((one, n, all) => all.findIndex((o) => o.value === one.value) === n);
}

function candidates(table: SourceTable, at: number, kind: ColumnKind, reading: Reading): NewValue[] {
  const cells = table.rows.map((row) => row[at]?.raw ?? "");
  switch (kind) {
    case "date":
      return reading.dates.map((date) => ({ value: date.iso, spans: [date], fit: rank(reading.text, date, 0.7) }));
    case "time":
      return reading.times.map((time) => ({
        value: formatTime(time.time, cells),
        spans: [time],
        fit: rank(reading.text, time, 0.9),
      }));
    case "number": {
      const unit = table.columns[at]?.unit ?? null;
      return reading.numbers
        .filter(
          (number) => number.unit === null || unit === null || number.unit === unit || !isPercent(number.unit, unit),
        )
        .map((number) => ({
          value: number.value,
          spans: [number],
          fit: rank(reading.text, number, numberFit(table, at, number.unit, reading.text)),
        }));
    }
    case "weekday": {
      const sample = cells.find((cell) => cell.trim() !== "") ?? "";
      return findWeekdays(reading.text).map((day) => ({
        value: likeWeekday(weekdayOf(day.text) ?? 1, sample),
        spans: [day],
        fit: rank(reading.text, day, 0.8),
      }));
    }
    case "category":
      return categories(table, at, reading);
    case "email":
      return byPattern(reading.text, EMAIL, 0.95);
    case "phone":
      return byPattern(reading.text, PHONE, 0.9).filter(
        (one) => !overlaps(one.spans[0] ?? { start: 0, end: 0 }, reading.dates),
      );
    case "street":
      return byPattern(reading.text, STREET, 0.9);
    case "postcode":
    case "city":
      if (cells.some((cell) => POSTCODE_TOWN.test(cell))) return byPattern(reading.text, POSTCODE_TOWN, 0.9);
      return kind === "city" ? cityAfterPostcode(reading.text) : byPattern(reading.text, POSTCODE, 0.85);
    case "id":
      return [...likeCells(cells, reading), ...freeText(reading).filter(({ value }) => /^\S*\d\S*$/u.test(value))];
    default:
      return [
        ...likeCells(cells, reading),
        ...freeText(reading),
        ...(kind === "text" ? addressText(table, at, reading) : []),
      ];
  }
}

/** "RE 519" where the cells are "RE 504", "RE 498": letters and digits of one shape. */
function likeCells(cells: readonly string[], reading: Reading): NewValue[] {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const leads = filled.flatMap((cell) => /^(\p{L}{1,6}[-_/. ]{0,2})\d[\d/-]*$/u.exec(cell)?.[1] ?? []);
  const lead = leads[0]?.replaceAll(/[.\s]/gu, String.raw`\W`);
  if (lead === undefined || leads.length < filled.length * 0.8 || new Set(leads).size > 1) return [];
  return byPattern(reading.text, new RegExp(String.raw`(?<![\p{L}\d])${lead}\d[\d/-]*(?![\p{L}\d])`, "u"), 0.9);
}

/** A bare count is no price, and an amount in euros no count. */
function numberFit(table: SourceTable, at: number, unit: string | null, text: string): number {
  const column = table.columns[at];
  const currency = unit !== null && /^[A-Z]{3}$/u.test(unit);
  if (unit !== null && unit === column?.unit) return 0.9;
  if (column?.type === "money") return currency ? 0.85 : speaksOfMoney(text) ? 0.6 : 0.35;
  return currency ? 0.35 : 0.6;
}

const isPercent = (a: string | null, b: string | null) => a === "%" || b === "%";

function rank(text: string, span: Span, base: number): number {
  const before = text.slice(0, span.start);
  if (isOldValue(text, span)) return base * 0.3;
  return NEWER.test(before) ? Math.min(1, base + 0.2) : TO.test(before) ? Math.min(1, base + 0.05) : base;
}

function categories(table: SourceTable, at: number, reading: Reading): NewValue[] {
  const found: NewValue[] = [];
  for (const value of categoryValues(table, at)) {
    const hit = findValue(reading.text, value);
    if (hit) {
      const fit = hit.exact ? 0.95 : 0.85;
      found.push({ value, spans: [hit], fit: isOldValue(reading.text, hit) ? 0.3 : fit });
      continue;
    }
    const means = (term: { stem: string; text: string }) =>
      related(term.stem, stem(value)) >= 0.8 || related(term.text, value) >= 0.8;
    const meant = words(value).length <= 2 ? reading.terms.find(means) : undefined;
    if (meant) found.push({ value, spans: [meant], fit: 0.7 });
  }
  return found;
}

function byPattern(text: string, pattern: RegExp, fit: number): NewValue[] {
  return [...text.matchAll(new RegExp(pattern.source, `g${pattern.flags.replace("g", "")}`))].map((match) => ({
    value: match[0].trim().replace(/[.,;]$/u, ""),
    spans: [{ start: match.index, end: match.index + match[0].length }],
    fit,
  }));
}

/** Both in one cell: "74899 Hedersheim". */
const POSTCODE_TOWN = /(?<!\d)\d{5}\s+\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?/u;

/** The town of a new address: behind the postcode, behind the street, or where somebody moved to. */
function cityAfterPostcode(text: string): NewValue[] {
  const street = STREET.exec(text);
  const tail = street ? street.index + street[0].length : 0;
  const behind = street
    ? /^,?\s*(?:in\s+)?(?:\d{5}\s+)?(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?)/u.exec(text.slice(tail))
    : null;
  const match = /(?<!\d)\d{5}\s+(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?)/u.exec(text);
  const moved = /(?:nach|in|to)\s+(\p{Lu}[\p{L}-]+)(?=\s+(?:gezogen|umgezogen|verzogen)|[.,!?]|$)/u.exec(text);
  const hit = match ?? (behind ? Object.assign(behind, { index: behind.index + tail }) : null) ?? moved;
  if (!hit?.[1]) return [];
  const start = hit.index + hit[0].indexOf(hit[1]);
  return [{ value: hit[1], spans: [{ start, end: start + hit[1].length }], fit: hit === moved ? 0.5 : 0.9 }];
}

/** "Adresse" columns take street and, where their cells do so, postcode and town. */
function addressText(table: SourceTable, at: number, reading: Reading): NewValue[] {
  const sample = table.rows.map((row) => row[at]?.raw ?? "").find((cell) => cell.trim() !== "") ?? "";
  const street = STREET.exec(reading.text);
  if (!street || !STREET.test(sample)) return [];
  const tail = POSTCODE.test(sample)
    ? /^,?\s*(?:\d{5}\s+\p{Lu}[\p{L}-]+|[\p{Lu}][\p{L} -]+,?\s[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})/u.exec(
        reading.text.slice(street.index + street[0].length),
      )
    : null;
  const value = street[0].trim() + (tail?.[0] ?? "");
  return [{ value, spans: [{ start: street.index, end: street.index + value.length }], fit: 0.85 }];
}

const TAIL =
  /(?:(?<!\p{L})(?:auf|to|as|zu|in|by|durch)\s+|:\s*|(?<!\p{L})(?:lautet|heißt|ist|is|are|sind)\s+(?:jetzt|nun|now|ab sofort)?\s*)([^.,;!?]{1,60}?)(?=\s+(?:in|im|at|bei|beim)\s+(?:der|dem|den|the|unserer|our)(?!\p{L})|\s+(?:setzen|ändern|stellen|geändert|gesetzt)(?!\p{L})|[.,;!?]|$)/giu;

/** "in der Wohnungsliste" says where, not what. */
const HOLDER_TAIL =
  /(?:liste|list|tabelle|table|datei|file|plan|sheet|kalender|calendar|kartei|ordnung|verzeichnis|records?|stock|notes)$/iu;

function freeText(reading: Reading): NewValue[] {
  const quoted = reading.quotes.map((quote) => ({ value: quote.text, spans: [quote], fit: 0.95 }));
  const tails = [...reading.text.matchAll(TAIL)].flatMap((match) => {
    const value = (match[1] ?? "").trim();
    const start = match.index + match[0].indexOf(match[1] ?? "");
    // "in the bookings" says where, not what.
    if (HOLDER_TAIL.test(value) || /^in\s+(?:the|our|der|den|dem|die|das)\s/iu.test(match[0])) return [];
    if (value === "" || /^(?:der|die|das|dem|den|the|a|an|ein|eine[nrm]?)$/iu.test(value)) return [];
    return [{ value, spans: [{ start, end: start + value.length }], fit: 0.4 }];
  });
  return [...quoted, ...tails.toReversed()];
}
