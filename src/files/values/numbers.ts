import type { NumberSpan } from "../types.ts";
import { guessLanguage } from "../text/language.ts";
import { findWrittenDates } from "./dates.ts";
import { Dec } from "./decimal.ts";
import { COUNT_WORD, toCount } from "./names.ts";
import { readDigits } from "./parseNumber.ts";
import { findPlainPeriods } from "./periods.ts";
import { B, E, mask, spanOf } from "./spans.ts";
import { CURRENCIES, CURRENCY_WORD, toUnit, UNIT_WORD } from "./units.ts";

/** Digits that name or reach something and count nothing. */
const NOT_NUMBERS: readonly RegExp[] = [
  /\b(?:https?:\/\/|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g, // IBAN
  /(?:tel(?:efon)?|phone|fax|mobil(?:e)?|handy|ruf)\b[^\d\n+]{0,12}\+?[\d][\d ()/.-]{4,}\d/gi,
  /(?<![\d.,])\+\d{1,3}[ ()/-]{0,2}\d[\d ()/-]{4,}\d/g,
  /(?<![\d.,])0\d{2,5} ?[/-] ?\d[\d -]{2,}\d/g,
  /(?<![\d.,:])\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:uhr|am|pm)\b)?/gi,
  /(?<![\d.,])\d{1,2}(?:\.\d{2})? ?(?:uhr\b|[ap]\.?m\b\.?)/gi,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, // IPv4
  /(?<![\d.,])\d+(?:\.\d+){2,}(?![\d,])(?<!\.\d{3})/g, // versions
  new RegExp(
    `(?:${B}(?:nr|no|nummer|number|id|plz|zip|ref|konto|blz|bic|iban|ust-id|vat)\\.?:? ?|nummer:? ?|nr\\.?:? ?|#)\\d[\\d/-]*(?![.,]?\\d| ?${UNIT_WORD}${E})`,
    "giu",
  ),
  new RegExp(
    `${B}(?:kunden?|customer|client|rechnung|invoice|bestellung|auftrag|artikel|article|vorgang|ticket|filiale|raum|room|angebot|quote) \\d{3,}(?![.,]?\\d| ?${UNIT_WORD}${E})`,
    "giu",
  ),
  /(?<![\d.,\p{L}])\d{5} (?=\p{Lu}\p{Ll}{2,})(?!\p{Lu}\p{Ll}+(?: ?(?:eur|euro))\b)/gu, // postal code before a town
  /^[ \t]*\d{1,3}[.)](?=[ \t]+\S)/gm, // list items
  /§+ ?\d+[a-z]?/gi,
];

const NUMBER = new RegExp(
  [
    `(?:(?<=\\d-)(?=[\\d.,]+ ?${UNIT_WORD}${E})|(?<![\\p{L}\\d_]|[\\p{L}\\d_][-/.,:#]))`, // "5-10 Tage" is two numbers, "A-10" none
    `(?:(${CURRENCY_WORD}) ?)?([-−] ?)?(?:(${CURRENCY_WORD}) ?)?`,
    `(\\d{1,3}(?:[ \\u00a0\\u202f]\\d{3})+(?:,\\d+|(?= ?${CURRENCY_WORD}${E}))|\\d{1,3}(?:[\\u00a0\\u202f']\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)*)(?:,[-–])?`,
    `(?:[ \\u00a0\\u202f-]?(tsd|mio|mrd|million(?:en|s)?|milliarden?|billion|thousand|tausend|k(?=[€ ]))${E}\\.?)?`,
    `(?:[ \\u00a0\\u202f]?(${UNIT_WORD})${E})?`,
    `(?![\\p{L}\\d_]|[/.:]\\d|[-/]\\p{L}|-\\d(?![\\d.,]* ?${UNIT_WORD}${E}))`,
  ].join(""),
  "giu",
);

/**
 * Every number of a text with its unit or currency. Dates, times, telephone numbers, IBANs, postal codes, ids (also with
 * letters attached or leading zeros), list numbers and years are none. Whether "1.234" is 1234 is decided by the clear
 * numbers of the text, else by its language; with a currency it is always thousands. "1,5 Mio. €" is 1500000 EUR.
 */
export function findNumbers(text: string): NumberSpan[] {
  const masked = maskOthers(text);
  const candidates = [...masked.matchAll(NUMBER)];
  const lean = decimalOf(candidates.map((match) => match[4] ?? "")) ?? (guessLanguage(text) === "de" ? "," : ".");
  const digits = candidates.flatMap((match) => toSpan(match, text, masked, lean) ?? []);
  return [...digits, ...findWords(masked, text)].toSorted((a, b) => a.start - b.start);
}

const WORD_AND_UNIT = new RegExp(`${B}(${COUNT_WORD}) (${UNIT_WORD})${E}`, "giu");

/** "sieben Tage", "three hours": number words count only before a unit. */
function findWords(masked: string, text: string): NumberSpan[] {
  return [...masked.matchAll(WORD_AND_UNIT)].map((match) => ({
    ...spanOf(text, match.index, match.index + match[0].length),
    value: String(toCount(match[1] ?? "")),
    unit: toUnit(match[2] ?? ""),
  }));
}

function maskOthers(text: string): string {
  const today = "2000-01-01"; // only where the dates stand matters here
  const dated = mask(text, [...findWrittenDates(text, today, true), ...findPlainPeriods(text, today)]);
  return NOT_NUMBERS.reduce(
    (rest, pattern) =>
      mask(
        rest,
        [...rest.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
      ),
    dated,
  );
}

/** The decimal sign that the clear numbers use, null when none is clear or they are even. */
function decimalOf(numbers: readonly string[]): "." | "," | null {
  let votes = 0;
  for (const digits of numbers) {
    const read = readDigits(digits, null, false);
    if (read === null || read.ambiguous) continue;
    if (read.decimal !== null) votes += read.decimal === "," ? 1 : -1;
    else if (read.group === "." || read.group === ",") votes += read.group === "." ? 1 : -1;
  }
  return votes === 0 ? null : votes > 0 ? "," : ".";
}

const FACTORS: readonly (readonly [RegExp, string])[] = [
  [/^(?:tsd|thousand|tausend|k)/i, "1000"],
  [/^mio|^million/i, "1000000"],
  [/^mrd|^milliard|^billion/i, "1000000000"],
];

function toSpan(match: RegExpExecArray, text: string, masked: string, lean: "." | ","): NumberSpan | null {
  const [whole, before, sign, inner, digits = "", factor, after] = match;
  const unit = toUnit(before ?? inner ?? after ?? "");
  if (/^0\d/.test(digits)) return null;
  const isMoney = CURRENCIES.has(unit ?? ""); // then "1.234" and "1,234" are thousands whatever the text's notation
  const read = readDigits(digits.replace(/[\u00a0\u202f]/g, " "), isMoney ? null : lean, isMoney);
  if (read === null) return null;
  const tail = masked.slice(match.index + whole.length, match.index + whole.length + 3);
  if (!unit && /^\d{1,2}$/.test(digits) && /^\.\s?[\p{L}]/u.test(tail) && !/\n/.test(tail) && isOrdinal(text, match))
    return null;
  const scale = FACTORS.find(([pattern]) => factor && pattern.test(factor))?.[1] ?? "1";
  const isNegative = sign !== undefined && (before !== undefined || isMinus(sign, text, match.index));
  const value = scale === "1" ? read.value : new Dec(read.value).times(scale).toFixed();
  const start = sign && !isNegative ? match.index + sign.length : match.index;
  const signed = isNegative && !/^[0.]*$/.test(value) ? `-${value}` : value;
  return { ...spanOf(text, start, match.index + whole.length), value: signed, unit };
}

/** "10 - 5" and "5-10" subtract or range, "und -5" and "(-5" are negative. */
function isMinus(sign: string, text: string, at: number): boolean {
  return sign.length === 1 && (at === 0 || /[\s(:=;|"'>]/.test(text[at - 1] ?? ""));
}

/** "die 2. Mahnung" counts an order; a sentence that ends in a number ends before a capital after a longer run of words. */
function isOrdinal(text: string, match: RegExpExecArray): boolean {
  const head = text.slice(Math.max(0, match.index - 20), match.index);
  return /(?:^|[^\p{L}])(?:der|die|das|dem|den|des|zur|zum|im|am|beim|in der|mit der)\s$/iu.test(head);
}
