import { findNumbers } from "../../../../files/index.ts";
import { AFTER, BEFORE, type Weight } from "./labels.ts";

/** An amount of a text that may be the one to pay. */
export interface AmountFound {
  /** Decimal string. */
  value: string;
  /** ISO 4217; null: none stands beside it. */
  currency: string | null;
  weight: Weight;
  /** With the words that say what it is. */
  quote: string;
}

const CURRENCIES: ReadonlySet<string> = new Set(["EUR", "USD", "GBP", "CHF"]);
/** Currencies that are only written by their code. */
const CODES = /(?<![\p{L}\p{N}])(JPY|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|CNY|INR|TRY) ?(\d[\d.,' ]*\d|\d)|(?<![\p{L}\p{N}.,])(\d[\d.,']*\d|\d) ?(JPY|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|CNY|INR|TRY)(?!\p{L})/gu; // prettier-ignore
const NO_CENTS: ReadonlySet<string> = new Set(["JPY", "HUF"]);
const QUOTE_CHARS = 80;

/** Amounts of money of a text, each with what the words around say of it. Bare numbers count where such words stand beside them. */
export function findAmounts(text: string): AmountFound[] {
  const found: AmountFound[] = [];
  let before = 0;
  for (const { start, end, value, currency } of numbersOf(text)) {
    const lead = leadOf(text, before, start);
    const weight = weigh(lead, text.slice(end, end + 40));
    if (currency === null && weight !== "payable" && weight !== "gross") continue;
    before = end;
    found.push({ value, currency, weight, quote: quoteOf(text, start - lead.length, end) });
  }
  return found;
}

interface Money {
  start: number;
  end: number;
  value: string;
  currency: string | null;
}

function numbersOf(text: string): Money[] {
  const usual = findNumbers(text).flatMap((number): Money[] => {
    const { start, end, value, unit } = number;
    if (unit !== null && !CURRENCIES.has(unit)) return [];
    if (unit === null)
      return /^\d+$/.test(value) && !/[.,]/.test(text.slice(start, end)) ? [] : [{ start, end, value, currency: null }];
    // "184 EUR 35": cents behind the currency
    const cents = /^ (\d\d)(?!\d|[.,:]\d|\s?(?:€|%)|\s\p{L})/u.exec(text.slice(end, end + 8))?.[1];
    if (cents === undefined || value.includes(".") || /^\D/.test(text.slice(start, end)))
      return [{ start, end, value, currency: unit }];
    return [{ start, end: end + 3, value: `${value}.${cents}`, currency: unit }];
  });
  const coded = [...text.matchAll(CODES)].flatMap((match): Money[] => {
    const currency = match[1] ?? match[4] ?? "";
    const [number] = findNumbers(`€ ${match[2] ?? match[3] ?? ""}`);
    if (number === undefined || (NO_CENTS.has(currency) && number.value.includes("."))) return [];
    return [{ start: match.index, end: match.index + match[0].length, value: number.value, currency }];
  });
  const others = usual.filter(({ start, end }) => !coded.some((one) => start < one.end && end > one.start));
  return [...others, ...coded].toSorted((a, b) => a.start - b.start);
}

/** From the amount before, the beginning of the line or of the sentence. */
function leadOf(text: string, from: number, start: number): string {
  const lead = text.slice(Math.max(from, start - 160), start);
  const cut = [
    ...lead.matchAll(
      /\n|[.!?;]\s+(?=\p{Lu}{2}|\p{Lu}\p{Ll}|\p{Lu}['’])(?<!(?:nr|no|mwst|ust|inkl|incl|zzgl|abzgl|ca|st|dr)\.\s+)/giu,
    ),
  ].at(-1);
  return cut ? lead.slice(cut.index + cut[0].length) : lead;
}

function weigh(lead: string, after: string): Weight {
  for (const [weight, pattern] of AFTER)
    if (pattern.test(after)) return weight === "gross" && isPaidBefore(lead) ? "never" : weight;
  let best: { weight: Weight; end: number; length: number } | null = null;
  let isSaid = false;
  for (const [weight, pattern] of BEFORE) {
    for (const match of lead.matchAll(pattern)) {
      if (weight === "said") {
        isSaid = true;
        continue;
      }
      const end = match.index + match[0].trimEnd().length;
      if (best === null || end > best.end || (end === best.end && match[0].length > best.length))
        best = { weight, end, length: match[0].length };
    }
  }
  return best?.weight ?? (isSaid ? "said" : "plain");
}

const isPaidBefore = (lead: string): boolean => /(?:anzahlung|deposit|gutschrift|abzüglich|abzgl)/iu.test(lead);

/** Literal, on one line. */
function quoteOf(text: string, from: number, end: number): string {
  const start = Math.max(from, end - QUOTE_CHARS);
  const quote = text.slice(start, end);
  const words = start > from ? quote.slice(quote.search(/\s/) + 1) : quote;
  return words.trim();
}
