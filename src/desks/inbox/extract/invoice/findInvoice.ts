import type { EInvoice } from "../../../../files/index.ts";
import { findAmounts, type AmountFound } from "./findAmounts.ts";
import { findDueDays } from "./findDueDays.ts";
import { findIbans, findInvoiceNumbers } from "./findNames.ts";
import type { Field, Found, Invoice, InvoiceText } from "./types.ts";
import type { Weight } from "./labels.ts";

/** What a mail brings that may tell of an invoice. */
export interface InvoiceSources {
  /** The mail itself with its subject, then its attachments. */
  texts: readonly InvoiceText[];
  /** Electronic invoices, by the name of what they lie in. */
  structured: readonly { source: string; invoice: EInvoice }[];
  /** How the sender calls themselves. */
  sender: string | null;
  /** Local day of arrival, "YYYY-MM-DD". */
  today: string;
}

/**
 * The invoice that a mail brings, read by code; each field with its literal words. What is told twice and differently is shown with all that is told,
 * and not chosen; an amount before tax is not taken for the whole.
 */
export function findInvoice({ texts, structured, sender, today }: InvoiceSources): Invoice {
  const fromXml = (pick: (invoice: EInvoice) => string | null): Found[] =>
    structured.flatMap(({ source, invoice }) => {
      const value = pick(invoice);
      return value === null ? [] : [{ value, quote: value, source }];
    });
  const each = (find: (text: string, source: string) => Found[]): Found[] =>
    texts.flatMap(({ text, source }) => find(text, source));
  const amounts = texts.map(({ text, source }) => ({ source, found: best(findAmounts(text)) }));
  const told = amounts.flatMap(({ source, found }) =>
    found.map((one) => ({ value: one.value, quote: one.quote, source })),
  );
  const amount = toField([...fromXml(({ payable, total }) => payable ?? total), ...told], sameAmount);
  const currencies = amounts.flatMap(({ source, found }) =>
    found.flatMap(({ currency, quote }) => (currency === null ? [] : [{ value: currency, quote, source }])),
  );
  const currency = [...fromXml((invoice) => invoice.currency), ...currencies];
  const issuer = fromXml((invoice) => invoice.issuer);
  return {
    number: toField([...fromXml((invoice) => invoice.number), ...each(findInvoiceNumbers)], sameNumber),
    issuer: toField(
      issuer.length > 0
        ? issuer
        : sender === null || sender === ""
          ? []
          : [{ value: sender, quote: sender, source: "from" }],
      same,
    ),
    amount,
    currency: toField(currency.length > 0 ? currency : each(findCurrency), same),
    due: toField(
      [...fromXml((invoice) => invoice.due), ...each((text, source) => findDueDays(text, source, today))],
      same,
    ),
    iban: toField([...fromXml((invoice) => invoice.iban), ...each(findIbans)], same),
    isCredit: structured.some(({ invoice }) => invoice.isCredit),
  };
}

const RANK: readonly Weight[] = ["payable", "gross", "said", "plain"];

/** Those that most surely are what is to be paid. Several amounts that nothing is said of tell nothing. */
function best(found: readonly AmountFound[]): AmountFound[] {
  for (const weight of RANK) {
    const own = found.filter((one) => one.weight === weight && !one.value.startsWith("-") && Number(one.value) !== 0);
    const values = new Set(own.map(({ value }) => Number(value)));
    if (weight === "plain" && values.size > 1) return [];
    if (own.length > 0) return own;
  }
  return [];
}

/** One value, or, where several are told, none of them. */
function toField(found: readonly Found[], isSame: (a: string, b: string) => boolean): Field {
  const distinct = found.filter((one, index) => !found.slice(0, index).some((other) => isSame(other.value, one.value)));
  const [only, ...others] = distinct;
  if (only === undefined) return { value: null, found: null, others: [] };
  return others.length === 0
    ? { value: only.value, found: only, others: [] }
    : { value: null, found: null, others: distinct };
}

const same = (a: string, b: string): boolean => a === b;
const sameAmount = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (amount: string): string => (amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount);
/** "RG 26-1077" is "26-1077". */
const sameNumber = (a: string, b: string): boolean => withoutKind(bare(a)) === withoutKind(bare(b));
const withoutKind = (number: string): string => number.replace(/^(?:RG|RE|R|INV)(?=\d)/, "");
const bare = (number: string): string => number.replaceAll(/[\s._-]/g, "").toUpperCase();

const CURRENCY_WORDS: readonly (readonly [string, RegExp])[] = [
  ["EUR", /€|(?<!\p{L})(?:euros?|eur)(?!\p{L})/giu],
  ["GBP", /£|(?<!\p{L})(?:pounds?|quid|gbp)(?!\p{L})/giu],
  ["USD", /\$|(?<!\p{L})(?:dollars?|usd)(?!\p{L})/giu],
  ["CHF", /(?<!\p{L})(?:franken|chf|sfr)(?!\p{L})/giu],
]; // prettier-ignore

/** The currencies that a text names anywhere: it counts where there is one. */
function findCurrency(text: string, source: string): Found[] {
  return CURRENCY_WORDS.flatMap(([value, pattern]) => {
    const match = text.match(pattern);
    return match ? [{ value, quote: match[0], source }] : [];
  });
}
