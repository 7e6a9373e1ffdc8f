import {
  findDates,
  findNumbers,
  fold,
  formatDate,
  formatNumber,
  stem,
  words,
  type Doc,
  type Span,
} from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import { quoteData } from "../../prompt.ts";
import type { Reading } from "../shared/reading.ts";
import { findWeekdays, likeWeekday, weekdayOf } from "../shared/weekdays.ts";
import { findTimes, formatTime } from "../shared/times.ts";
import { EMAIL, PHONE, STREET } from "../shared/patterns.ts";
import { docNamed } from "./target.ts";
import { isOldValue } from "./values.ts";
import { replaceLine } from "./tick.ts";

interface Value {
  kind: "weekday" | "date" | "time" | "number" | "email" | "phone" | "street";
  /** Normalised. */
  value: string;
  unit: string | null;
  start: number;
}

interface Place {
  doc: Doc;
  at: number;
  line: string;
  span: Span;
  score: number;
}

/** Sets a value that stands in a running text ("ab 120,00 € liefern wir frei Haus") to the one that the clause gives. */
export async function planTextValue(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const values = newValues(reading);
  if (values.length === 0) return null;
  const docs = textDocs(reading, ctx);
  const places = values.flatMap((value) => placesFor(value, docs, reading, ctx).map((place) => ({ ...place, value })));
  const sorted = places.toSorted((a, b) => b.score - a.score);
  const best = sorted[0];
  if (!best || best.score < 1) return null;
  const rivals = sorted.filter(({ score }) => score >= best.score * 0.8).slice(0, 6);
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich of these has to be changed?`,
    options: rivals.map((place) => ({ label: place.span.text, about: place.line.trim() })),
    context: quoteData(best.doc.text, 500),
  });
  const place = rivals[chosen ?? 0] ?? best;
  const written = writeLike(place.value, place.span.text, ctx);
  const line = place.line.slice(0, place.span.start) + written + place.line.slice(place.span.end);
  if (line === place.line) return null;
  return [replaceLine(place.doc, place.doc.text.split("\n"), place.at, line, `Set ${place.span.text} to ${written}`)];
}

function newValues(reading: Reading): Value[] {
  const isNew = (span: Span) => !isOldValue(reading.text, span);
  const found: Value[] = [
    ...reading.times
      .filter(isNew)
      .map((time) => ({ kind: "time" as const, value: time.time, unit: null, start: time.start })),
    ...reading.dates
      .filter(isNew)
      .map((date) => ({ kind: "date" as const, value: date.iso, unit: null, start: date.start })),
    ...reading.numbers
      .filter(isNew)
      .map((number) => ({ kind: "number" as const, value: number.value, unit: number.unit, start: number.start })),
  ];
  if (found.length === 0) {
    const day = findWeekdays(reading.text).filter(isNew).at(-1);
    if (day) found.push({ kind: "weekday", value: day.text, unit: null, start: day.start });
  }
  for (const [kind, pattern] of [
    ["email", EMAIL],
    ["phone", PHONE],
    ["street", STREET],
  ] as const) {
    const match = pattern.exec(reading.text);
    if (match) found.unshift({ kind, value: match[0].trim(), unit: null, start: match.index });
  }
  return found;
}

/** Text files that the clause names by path or by words; all of them (but for superseded ones) when it names none. */
function textDocs(reading: Reading, ctx: PlanContext): Doc[] {
  const docs = ctx.catalogue.docs.filter((doc) => doc.kind === "text" && !/\.eml$/iu.test(doc.path));
  const named = reading.paths.filter((path) => path.exists);
  if (named.length > 0)
    return docs.filter((doc) =>
      named.some((path) => (path.folder ? doc.path.startsWith(`${path.path}/`) : path.path === doc.path)),
    );
  // Only a text that the clause names: letters and minutes that happen to hold such words stay as they are.
  return docs.filter((doc) => !ctx.catalogue.supersededDocs.has(doc.path) && docNamed(doc, reading) >= 0.5);
}

function placesFor(value: Value, docs: Doc[], reading: Reading, ctx: PlanContext): Place[] {
  return docs.flatMap((doc) => {
    const isNamed = docNamed(doc, reading);
    return doc.text.split("\n").flatMap((line, at): Place[] => {
      const overlap = lineScore(line, reading);
      if (overlap === 0) return [];
      return spansOf(value, line, ctx).map((span) => ({
        doc,
        at,
        line,
        span,
        score: overlap + isNamed + sameSide(reading.text, value.start, line, span),
      }));
    });
  });
}

const SIDES: readonly RegExp[] = [
  /(?:until|till|to|bis|(?:close|closing|schließ|schliess|end|finish)\p{L}*(?:\s+(?:at|um))?|-|–|ends? at|endet um)\s*(?:um|at)?\s*$/iu,
  /(?:from|ab|von|at|um|starts? at|beginnt um|since|seit)\s*(?:um|at)?\s*$/iu,
];

/** "until 19.00" replaces what stands after "to", not what stands after "from". */
function sameSide(text: string, start: number, line: string, span: Span): number {
  const side = SIDES.find((pattern) => pattern.test(text.slice(0, start)));
  return side?.test(line.slice(0, span.start)) ? 0.8 : 0;
}

function lineScore(line: string, reading: Reading): number {
  const own = words(line).map(({ word }) => word);
  return reading.terms.reduce((sum, term) => {
    if (/^\d/u.test(term.text)) return sum;
    const best = Math.max(0, ...own.map((word) => (stem(word) === term.stem ? 1 : related(fold(term.text), word))));
    return sum + (best >= 0.5 ? best : 0);
  }, 0);
}

/** What of the line is of the new value's kind (and unit), so that it can be replaced by it. */
function spansOf(value: Value, line: string, ctx: PlanContext): Span[] {
  const today = ctx.request.today;
  switch (value.kind) {
    case "time":
      return findTimes(line);
    case "weekday":
      return findWeekdays(line);
    case "date":
      return findDates(line, { today });
    case "number": {
      const dates = findDates(line, { today });
      const times = findTimes(line);
      return findNumbers(line).filter(
        (number) =>
          ![...dates, ...times].some((other) => number.start < other.end && other.start < number.end) &&
          (value.unit === null || number.unit === null || number.unit === value.unit),
      );
    }
    default: {
      const pattern = value.kind === "email" ? EMAIL : value.kind === "phone" ? PHONE : STREET;
      const match = pattern.exec(line);
      return match ? [{ start: match.index, end: match.index + match[0].length, text: match[0] }] : [];
    }
  }
}

/** The new value in the way the old one is written. */
function writeLike(value: Value, old: string, ctx: PlanContext): string {
  if (value.kind === "time") return likeTime(value.value, old);
  if (value.kind === "weekday") return likeWeekday(weekdayOf(value.value) ?? 1, old);
  if (value.kind === "date") return likeDate(value.value, old);
  if (value.kind !== "number") return value.value;
  const match = /^(\D*)([\d.,']*\d)(\D*)$/u.exec(old);
  const digits = match?.[2] ?? old;
  const comma = /,\d{1,2}$/u.test(digits) || (ctx.request.lang === "de" && !/\.\d{1,2}$/u.test(digits));
  const places = /[.,](\d{1,2})$/u.exec(digits)?.[1]?.length ?? (value.value.includes(".") ? 2 : 0);
  const grouped = /\d[.,']\d{3}/u.test(digits);
  const number = formatNumber(value.value, {
    decimal: comma ? "," : ".",
    group: grouped ? (comma ? "." : ",") : "",
    places,
    prefix: "",
    suffix: "",
  });
  return `${match?.[1] ?? ""}${number}${match?.[3] ?? ""}`;
}

/** "15 Uhr" becomes "16 Uhr", "16.30 Uhr" where there are minutes. */
function likeTime(time: string, old: string): string {
  const bare = /^(\d{1,2})(\s*\p{L}[\p{L}.]*)?$/u.exec(old);
  if (!bare || /[ap]\.?m/iu.test(bare[2] ?? "")) return formatTime(time, [old]);
  const [hour = "0", minutes = "00"] = time.split(":");
  return `${Number(hour)}${minutes === "00" ? "" : `:${minutes}`}${bare[2] ?? ""}`;
}

function likeDate(iso: string, old: string): string {
  const german = /\d\.\s?(?:\p{L}|\d)/u.test(old);
  if (/^\d{4}-\d{2}-\d{2}$/u.test(old)) return iso;
  if (/^\d{1,2}\.\d{1,2}\.\d{4}$/u.test(old))
    return formatDate(iso, { pattern: old.startsWith("0") || /\.0/u.test(old) ? "DD.MM.YYYY" : "D.M.YYYY" });
  if (/^\d{1,2}\.\d{1,2}\.$/u.test(old)) return formatDate(iso, { pattern: "D.M." });
  const year = /\d{4}/u.test(old);
  if (german) return formatDate(iso, { pattern: year ? "D. MMMM YYYY" : "D. MMMM", lang: "de" });
  if (/^\p{L}/u.test(old)) return formatDate(iso, { pattern: year ? "MMMM D, YYYY" : "MMMM D", lang: "en" });
  return formatDate(iso, { pattern: year ? "D MMMM YYYY" : "D MMMM", lang: "en" });
}
