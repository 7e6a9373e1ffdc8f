import type { Found } from "./types.ts";

/** "Rechnung", "invoice no." …, and what may stand between it and the number. */
const HEAD =
  "(?<![\\p{L}\\p{N}])(?:\\p{L}*rechnung(?:s)?|rechnungs?-?(?:nummer|nr)|kostennote|faktura|rg|re|invoice|inv|bill)(?:s(?= ))?";
const SAID = "(?:[ \\t]*[(:.#-]*[ \\t]*(?:nr|no|number|nummer|num)\\b[.:]?|[ \\t]*#)";
const TOKEN = "(?:[A-Z]{1,3} (?=\\d))?(?=[A-Z0-9/_.-]*\\d)[A-Z0-9](?:[A-Z0-9]|[/_.-](?=[A-Z0-9]))*";
const NUMBER = new RegExp(`${HEAD}(?<said>${SAID})?[.:]?[ \\t]*(?<token>${TOKEN})`, "giu");
/** "invoices 700418 for … and 700419". */
const SECOND =
  /(?:,| and| und| &)\s+(?=[A-Z0-9/-]*\d)([A-Z0-9][A-Z0-9/-]{2,})(?![.,]?\d|\s?(?:€|£|\$|%|EUR|USD|GBP|CHF))/giu;
const IS_DATE =
  /^(?:\d{1,2}\.\d{1,2}(?:\.\d{2,4})?|(?:0?[1-9]|1[0-2])\/20\d\d|20\d\d|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{4}-\d{2}-\d{2})$/;
const MONEY_BEHIND = /^(?:[.,]\d|\s?(?:€|£|\$|%|EUR|USD|GBP|CHF|Euro|h\b|Stunden|hours))/iu;

/** Numbers of invoices that a text names, each once. */
export function findInvoiceNumbers(text: string, source: string): Found[] {
  const found = new Map<string, Found>();
  for (const match of text.matchAll(NUMBER)) {
    const { said, token = "" } = match.groups ?? {};
    const end = match.index + match[0].length;
    if (MONEY_BEHIND.test(text.slice(end)) || (said === undefined && IS_DATE.test(token))) continue;
    // A word, a short count or a lone digit is none, unless it is called one.
    if (said === undefined && (token.length < 3 || /^\d{1,2}$/.test(token))) continue;
    if (/^\p{Ll}|^\p{L}*\p{Ll}\p{L}* /u.test(token)) continue;
    put(found, { value: token, quote: match[0].trim(), source });
    const rest = text.slice(end, end + 60).split("\n")[0] ?? "";
    for (const other of rest.matchAll(SECOND)) {
      const value = other[1] ?? "";
      if (shapeOf(value) === shapeOf(token))
        put(found, { value, quote: text.slice(match.index, end + other.index + other[0].length), source });
    }
  }
  return [...found.values()];
}

function put(found: Map<string, Found>, one: Found): void {
  if (!found.has(one.value.toUpperCase())) found.set(one.value.toUpperCase(), one);
}

const shapeOf = (token: string): string => token.replaceAll(/\d/g, "0").replaceAll(/\p{L}/gu, "A");

const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}(?![A-Z0-9])/gu;

/** Bank accounts by which to pay (ISO 13616), each once; only those whose check digits are right. */
export function findIbans(text: string, source: string): Found[] {
  const found = new Map<string, Found>();
  for (const { 0: written } of text.matchAll(IBAN)) {
    const quote = toValid(written);
    if (quote !== null) put(found, { value: quote.replaceAll(" ", ""), quote, source });
  }
  return [...found.values()];
}

/** What follows an IBAN looks like its last group at times ("BIC"): the longest part that checks counts. */
function toValid(written: string): string | null {
  for (let text = written; text.replaceAll(" ", "").length >= 15; text = text.slice(0, text.lastIndexOf(" "))) {
    if (isIban(text.replaceAll(" ", ""))) return text;
    if (!text.includes(" ")) return null;
  }
  return null;
}

function isIban(iban: string): boolean {
  if (iban.length > 34) return false;
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((char) => Number.parseInt(char, 36)).join("");
  return BigInt(digits) % 97n === 1n;
}
