import { daysBetween, findDates, findPeriods, type Span } from "../../../../files/index.ts";
import type { ValueKind } from "../../types.ts";
import { overlaps } from "../text/needs.ts";
import type { Unit } from "../text/units.ts";
import type { Asked } from "./asked.ts";
import * as patterns from "./patterns.ts";
import { people } from "./people.ts";

export interface TypedValue extends Span {
  value: string;
  kind: Exclude<ValueKind, "absent">;
  /** Added to the score where the form itself speaks for it. */
  bonus: number;
}

interface Options {
  names: ReadonlySet<string>;
  /** For dates without a year and relative ones: the document's own day. */
  today: string;
}

/** Everything in a sentence that could be the asked value. */
export function valuesIn(unit: Unit, asked: Asked, opts: Options): TypedValue[] {
  const { text } = unit;
  switch (asked.type) {
    case "date":
      return dates(text, asked, opts.today);
    case "time":
      return patterns.times(text).map((time) => make(time, time.value, "text"));
    case "amount":
      return amounts(text);
    case "number":
      return patterns
        .numbers(text, asked.unit)
        .map((number) =>
          make(number, number.value, "number", asked.unit !== null && number.unit === asked.unit ? 0.1 : 0),
        );
    case "duration":
      return durations(text);
    case "year":
      return [...text.matchAll(/(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)/gu)].map((match) =>
        make({ start: match.index, end: match.index + 4, text: match[0] }, match[0], "number"),
      );
    case "person":
      return [
        ...people(text, opts.names).map((person) =>
          make(person, clean(person.text), "text", personBonus(person, text)),
        ),
        ...senderOf(unit).map((person) => make(person, clean(person.text), "text")),
      ];
    case "phone":
      return patterns.phones(text).map((found) => make(found, found.value, "text"));
    case "email":
      return patterns.emails(text).map((found) => make(found, found.value, "text"));
    case "iban":
      return patterns.ibans(text).map((found) => make(found, found.value, "text"));
    case "url":
      return patterns.urls(text).map((found) => make(found, found.value, "text"));
    case "id":
      return ids(unit);
    case "place":
      return places(unit);
    case "boolean":
    case "phrase":
      return phrases(unit);
  }
}

/** Known names first, two who act together before each alone, and who stands behind "by". */
function personBonus(person: patterns.Found & { known: boolean }, text: string): number {
  const agent = /(?<!\p{L})(?:by|von|durch)\s+(?:(?:fa|firma|herrn?|frau|mr|mrs|ms)\.?\s+)?$/iu.test(
    text.slice(0, person.start),
  )
    ? 0.15
    : 0;
  const both = / (?:und|and|&) /u.test(person.text) ? 0.04 : 0;
  return (person.known ? 0.1 + both : -0.05) + agent;
}

function make(span: Span, value: string, kind: TypedValue["kind"], bonus = 0): TypedValue {
  return { start: span.start, end: span.end, text: span.text, value, kind, bonus };
}

/** Single days, stretches of days ("vom 14. bis 18. Dezember"), else a weekday alone ("donnerstags"). */
function dates(text: string, asked: Asked, today: string): TypedValue[] {
  const stretches = findPeriods(text, { today }).filter(
    (period) => period.from !== null && period.to !== null && period.from !== period.to && isDays(period),
  );
  const days = findDates(text, { today }).filter(
    (day) => !stretches.some((period) => day.start < period.end && period.start < day.end),
  );
  const found = [
    ...days.map((day) => make(day, forward(day, today), "date")),
    ...stretches.map((period): TypedValue => {
      const [from, to] = [period.from ?? "", period.to ?? ""];
      if (asked.relation === "until") return make(period, to, "date");
      if (asked.relation !== "") return make(period, from, "date");
      return make(period, `${from}/${to}`, "text");
    }),
  ];
  if (found.length > 0) return found;
  const hours = patterns.hours(text).map((span) => make(span, span.text, "text"));
  if (hours.length > 0) return hours;
  return [...text.matchAll(WEEKDAY)].map((match) =>
    make({ start: match.index, end: match.index + match[0].length, text: match[0] }, match[0], "text"),
  );
}

/** "From 1 January", written in November, is that of the year to come. */
function forward({ iso, text }: { iso: string; text: string }, today: string): string {
  if (/\d{4}|[./]\d{2}$/u.test(text) || daysBetween(iso, today) <= HALF_A_YEAR) return iso;
  return `${Number(iso.slice(0, 4)) + 1}${iso.slice(4)}`;
}

const HALF_A_YEAR = 183;

const WEEKDAY =
  /\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b|\b(?:end|beginning|middle|start) of \p{Lu}\p{L}+|\b(?:ende|anfang|mitte) (?:des jahres|\p{Lu}\p{L}+)|\bjahresende\b/giu;

/** A month or a year is no answer to "when" as long as a day is there; two weeks are. */
function isDays(period: { from: string | null; to: string | null }): boolean {
  return period.from !== null && period.to !== null && daysBetween(period.from, period.to) <= 120;
}

const TIME_UNIT = /^(?:d|wk|mo|a|h|min)$/u;

/** "2 and a half hours", "anderthalb Stunden", "2 ½ days": no number of one word. */
const HALVES =
  /(?<![\p{L}\d.,])(?:(?:\d+|one|two|three|four|five|six|a|an|ein|zwei|drei|vier)\s?(?:and a half|½|1\/2|einhalb)|(?:ein|zwei|drei|vier|andert)(?:und)?(?:ein)?halb)\s+(?:hours?|days?|weeks?|months?|years?|stunden?|tagen?|tage|wochen?|monaten?|monate|jahren?|jahre)(?!\p{L})/giu;

function durations(text: string): TypedValue[] {
  const halves = [...text.matchAll(HALVES)].map((match) =>
    make({ start: match.index, end: match.index + match[0].length, text: match[0] }, match[0], "text", 0.1),
  );
  if (halves.length > 0) return [...halves, ...plainDurations(text).filter((one) => !overlaps(one, halves))];
  return plainDurations(text);
}

function plainDurations(text: string): TypedValue[] {
  return patterns
    .numbers(text, null)
    .filter((number) => number.unit !== null && TIME_UNIT.test(number.unit))
    .map((number) => make(number, number.text, "text", 0.1));
}

const CURRENCY = /^(?:EUR|USD|GBP|CHF)$/u;

/** Money first; bare numbers with decimals only where nothing has a currency. */
function amounts(text: string): TypedValue[] {
  const all = patterns.numbers(text, null);
  const money = all.filter((number) => number.unit !== null && CURRENCY.test(number.unit));
  if (money.length > 0) return money.map((number) => make(number, number.value, "number", 0.05));
  const bare = all.filter((number) => number.unit === null);
  const decimals = bare.filter((number) => /[.,]\d{2}$/u.test(number.text));
  if (decimals.length > 0) return decimals.map((number) => make(number, number.value, "number"));
  // A whole number is an amount only where a line ends with it: "Theft: 375", not "Bahnhofstraße 5, second floor".
  return bare
    .filter((number) => /^[\s*_|.)]*$/u.test(text.slice(number.end)) && /[\s:|]\s*$/u.test(text.slice(0, number.start)))
    .map((number) => make(number, number.value, "number", /:\s*$/u.test(text.slice(0, number.start)) ? 0 : -0.25));
}

/** Mails are by their sender. */
function senderOf(unit: Unit): patterns.Found[] {
  const from = unit.doc.kind === "mail" ? (unit.doc.meta["from"] ?? "").replace(/\s*<.*$/u, "").trim() : "";
  return from === "" || from.includes("@") ? [] : [{ start: 0, end: 0, text: from, value: from }];
}

function clean(text: string): string {
  return text
    .replace(/[.,;:]+$/u, "")
    .replace(/(?:'s|’s)$/u, "")
    .trim();
}

function ids(unit: Unit): TypedValue[] {
  const quantities = patterns.numbers(unit.text, null).filter((number) => number.unit !== null);
  const isCode = (code: patterns.Found) =>
    (/\p{L}/u.test(code.text) || code.text.replaceAll(/\D/gu, "").length >= 4) &&
    !quantities.some((number) => number.start < code.end && code.start < number.end);
  const found = patterns
    .codes(unit.text)
    .filter(isCode)
    .map((code) => make(code, code.value, "text"));
  const pair = unit.pair;
  if (found.length > 0 || !pair || !/\d/u.test(pair.value) || pair.value.length > 40 || quantities.length > 0)
    return found;
  const start = unit.text.indexOf(pair.value);
  return [{ start, end: start + pair.value.length, text: pair.value, value: pair.value, kind: "text", bonus: 0 }];
}

const IN_PLACE =
  /\b(?:in|im|at|am|an der|auf dem|auf der|bei|to|nach|near|beim|on the|unter|under|behind|hinter|neben)\s+((?:(?:the|der|dem|den|die|das)\s+)?[\p{Lu}][\p{L}\d .'’/-]{1,40}?)(?=(?<!\b(?:St|Str|Dr))[.,;:!?)]|\s(?:und|and|um|at|am|with|mit|on|from|von|is|ist|for|für)\b|$)/gu;
const ADDRESS =
  /\p{Lu}[\p{L}.' -]{2,40}\s\d{1,4}\s?[a-z]?,?\s+(?:D-)?\d{5}\s+\p{Lu}[\p{L} -]{2,30}|\b\d{5}\s+\p{Lu}[\p{L}-]{2,30}/gu;

function places(unit: Unit): TypedValue[] {
  const { text } = unit;
  const found: TypedValue[] = [];
  if (unit.pair) {
    const start = unit.text.indexOf(unit.pair.value);
    found.push(
      make({ start, end: start + unit.pair.value.length, text: unit.pair.value }, unit.pair.value, "text", 0.05),
    );
  }
  for (const match of unit.text.matchAll(ADDRESS))
    found.push(
      make({ start: match.index, end: match.index + match[0].length, text: match[0] }, match[0], "text", 0.05),
    );
  for (const match of unit.text.matchAll(IN_PLACE)) {
    const place = match[1] ?? "";
    const start = match.index + match[0].length - place.length;
    found.push(make({ start, end: start + place.length, text: place }, place, "text"));
  }
  // "am Donnerstag", "im Dezember" are no places.
  const days = [...text.matchAll(WEEKDAY)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  return found.filter((place) => !overlaps(place, days));
}

/** For what has no shape: the value of a "label: value" line, else the sentence, without its list sign. */
function phrases(unit: Unit): TypedValue[] {
  if (unit.pair && unit.pair.value.length < 200) {
    const start = Math.max(0, unit.text.indexOf(unit.pair.value));
    return [make({ start, end: start + unit.pair.value.length, text: unit.pair.value }, unit.pair.value, "text", 0.05)];
  }
  const text = unit.text
    .replace(/^\s*(?:[-*•–]|\d{1,2}[.)])\s+/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return text === "" ? [] : [make({ start: 0, end: unit.text.length, text }, text, "text")];
}
