import { findDates, findNumbers, type DateSpan, type NumberSpan, type Span } from "../../../../files/index.ts";

/** Values of one shape in a text, as they stand, with their normalised form. */
export interface Found extends Span {
  value: string;
}

const EMAIL = /[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/gu;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/gu;
const URL =
  /\b(?:https?:\/\/|www\.)[^\s,;()<>"]+[^\s,;.()<>"]|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:example|com|de|org|net|co\.uk|eu|at|ch|shop|info)\b/giu;
const PHONE = /(?<![\p{L}\d.,:-])(?:\+\d{1,3}[ ()/-]{0,2}|\(?0)\d[\d ()/–-]{4,}\d(?![\p{L}\d]|[.,:]\d)/gu;
const TIME =
  /(?<![\d.,])(?:[01]?\d|2[0-4])(?::|[.](?=\d{2}\s*(?:uhr|h\b|am\b|pm\b|to\b|bis\b|-|–|$|[,;)]|\s)))[0-5]\d(?![\d.,]\d)(?:\s*(?:uhr|am|pm))?|(?<![\d.,])(?:[01]?\d|2[0-4])\s*(?:uhr|a\.?m\.?|p\.?m\.?|o'clock)(?![\p{L}])|\b(?:noon|midnight|mittags|mitternacht|halb \p{L}+)\b/giu;
/** Letters and digits in one word, or groups of digits ("900 000 0000 4471 2", "GB 000 4417 21"). */
const CODE =
  /(?<![\p{L}\p{N}/.-])(?:(?=[\p{L}\p{N}./-]*\d)[\p{Lu}\p{N}]{1,8}(?:[-/.]?[\p{Lu}\p{N}]+)*(?: (?=\d)\d{2,}(?: \d+)*)?|[A-Z]{2} ?\d{2,}(?: \d+)+)(?![\p{L}\p{N}])/gu;

export function emails(text: string): Found[] {
  return all(text, EMAIL);
}

export function ibans(text: string): Found[] {
  return all(text, IBAN).filter((found) => found.text.replaceAll(" ", "").length >= 15);
}

export function urls(text: string): Found[] {
  const mails = emails(text);
  return all(text, URL).filter((found) => !mails.some((mail) => found.start < mail.end && mail.start < found.end));
}

export function phones(text: string): Found[] {
  const taken = [...ibans(text), ...findDates(text, { today: "2000-01-01" })];
  return all(text, PHONE).filter(
    (found) =>
      found.text.replaceAll(/\D/gu, "").length >= 6 &&
      !taken.some((other) => found.start < other.end && other.start < found.end),
  );
}

export function times(text: string): Found[] {
  const ranges = [...text.matchAll(RANGE)].flatMap((match): Found[] => {
    const [whole, from = "", to = "", mark = ""] = match;
    const end = match.index + whole.length;
    const second = whole.lastIndexOf(to);
    return [
      { start: match.index, end: match.index + from.length, text: from, value: toClock(`${from} ${mark}`) },
      { start: match.index + second, end, text: whole.slice(second), value: toClock(`${to} ${mark}`) },
    ];
  });
  const single = all(text, TIME).filter(
    (found) => !ranges.some((other) => found.start < other.end && other.start < found.end),
  );
  return [...ranges, ...single.map((found) => ({ ...found, value: toClock(found.text) }))].toSorted(
    (a, b) => a.start - b.start,
  );
}

/** "9 bis 12 Uhr", "9-5 pm": the first hour borrows the sign of the second. */
const RANGE =
  /(?<![\d.,])([01]?\d|2[0-4])(?:[:.]00)?\s*(?:bis|to|until|-|–|und|and)\s*((?:[01]?\d|2[0-4])(?:[:.]\d{2})?)\s*(uhr|[ap]\.?m\.?)(?![\p{L}])/giu;

/** A stretch of hours as it stands ("22 bis 6 Uhr"). */
export function hours(text: string): Found[] {
  return all(text, RANGE);
}

function toClock(text: string): string {
  const match = /(\d{1,2})(?:[:.](\d{2}))?/u.exec(text);
  if (!match) return text;
  let hour = Number(match[1]);
  if (/p\.?m/iu.test(text) && hour < 12) hour += 12;
  return `${String(hour).padStart(2, "0")}:${match[2] ?? "00"}`;
}

export function codes(text: string): Found[] {
  const taken: Span[] = [
    ...findDates(text, { today: "2000-01-01" }),
    ...emails(text),
    ...times(text).filter((time) => /:|uhr/iu.test(time.text)),
  ];
  return [...ibans(text), ...all(text, CODE), ...phones(text)].filter(
    (found, at, list) =>
      found.text.replaceAll(/\D/gu, "").length >= 2 &&
      list.findIndex((other) => found.start < other.end && other.start < found.end) === at &&
      !taken.some((other) => found.start < other.end && other.start < found.end),
  );
}

export function dates(text: string, today: string): DateSpan[] {
  return findDates(text, { today });
}

/** Numbers with a unit that fits; "" and null units fit any. Spelled out small numbers count too ("thirty days"). */
export function numbers(text: string, unit: string | null): NumberSpan[] {
  const found = [...findNumbers(text), ...spelled(text)];
  const fits = found.filter((number) => unit === null || number.unit === unit);
  return fits.length > 0 || unit === null
    ? fits
    : found.filter((number) => number.unit === null && unitBehind(text, number, unit));
}

const BEHIND: Record<string, RegExp> = {
  d: /^[ -]{0,2}(?:calendar |working |business |kalender|werk|arbeits)?(?:days?|tage?n?)\b/iu,
  wk: /^[ -]{0,2}(?:weeks?|wochen?|wöchig)/iu,
  mo: /^[ -]{0,2}(?:months?|monate?n?|monatig)/iu,
  a: /^[ -]{0,2}(?:years?|jahre?n?|jährig)/iu,
  h: /^[ -]{0,2}(?:hours?|stunden?|stündig)/iu,
  "%": /^ ?(?:%|prozent|per ?cent)/iu,
};

function unitBehind(text: string, number: NumberSpan, unit: string): boolean {
  return BEHIND[unit]?.test(text.slice(number.end)) ?? false;
}

const WORDS = new Map(
  "one ein|two zwei|three drei|four vier|five fünf|six sechs|seven sieben|eight acht|nine neun|ten zehn|eleven elf|twelve zwölf|thirteen dreizehn|fourteen vierzehn|fifteen fünfzehn|sixteen sechzehn|seventeen siebzehn|eighteen achtzehn|nineteen neunzehn|twenty zwanzig"
    .split("|")
    .flatMap((pair, at) => pair.split(" ").map((word): [string, string] => [word, String(at + 1)])),
);
for (const [word, value] of [
  ["thirty", "30"],
  ["dreißig", "30"],
  ["sixty", "60"],
  ["sechzig", "60"],
  ["ninety", "90"],
  ["neunzig", "90"],
  ["einen", "1"],
  ["eine", "1"],
  ["einem", "1"],
  ["fifty", "50"],
  ["fünfzig", "50"],
] as const)
  WORDS.set(word, value);

const SPELLED_UNIT =
  /^ (?:\(\d+\) )?(?:calendar |working |business |volle[nr]? |full )?(days?|tage?n?|werktagen?|weeks?|wochen?|months?|monate?n?|years?|jahre?n?|hours?|stunden?|prozent|per ?cent)\b/iu;
const UNIT_OF: readonly (readonly [RegExp, string])[] = [
  [/^(?:day|tag|werktag)/iu, "d"],
  [/^(?:week|woche)/iu, "wk"],
  [/^(?:month|monat)/iu, "mo"],
  [/^(?:year|jahr)/iu, "a"],
  [/^(?:hour|stunde)/iu, "h"],
  [/^p/iu, "%"],
];

function spelled(text: string): NumberSpan[] {
  return [...text.matchAll(/\p{L}+/gu)].flatMap((match) => {
    const value = WORDS.get(match[0].toLowerCase());
    const unit = SPELLED_UNIT.exec(text.slice(match.index + match[0].length));
    if (value === undefined || !unit) return [];
    const end = match.index + match[0].length + unit[0].length;
    const known = UNIT_OF.find(([pattern]) => pattern.test(unit[1] ?? ""))?.[1] ?? null;
    return [{ start: match.index, end, text: text.slice(match.index, end), value, unit: known }];
  });
}

function all(text: string, pattern: RegExp): Found[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
    value: match[0],
  }));
}
