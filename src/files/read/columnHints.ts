import { fold } from "../text/fold.ts";
import { toUnit } from "../values/units.ts";

/** What a column's name says about its values. */
const ID_WORDS = new Set(
  `nr no num nummer number id ids plz postleitzahl zip postcode postal telefon telefonnummer tel phone fax mobil mobile handy iban bic
  blz code sku ean gtin isbn artnr kdnr renr konto kontonummer account reference referenz ref ustid vatid steuernummer barcode
  zipcode`.split(/\s+/),
);
const ID_TAIL = /(?:nummer|nr|plz|postleitzahl|telefon|konto|iban|code|kennung|kennzeichen)$/;
const MONEY_WORDS =
  /(?:^|[^a-z])(?:price|amount|total|cost|costs|revenue|sales|salary|fee|balance|net|gross|vat|budget|turnover|spend|income|expense|expenses)(?:$|[^a-z])|(?:betrag|preis|summe|umsatz|kosten|gehalt|gebuehr|saldo|netto|brutto|entgelt|honorar|miete|rabattbetrag|ausgabe|einnahme|gesamt|steuer|mwst|ust|lohn)(?:e|en|s)?(?:$|[^a-z])/;
const COUNTS = /(?:^|[^a-z])(?:number of|no of|count|anzahl|quantity|qty|menge|stueck|units)(?:$|[^a-z])/;

/** "Rechnungsnummer", "Kd.-Nr.", "PLZ", "Invoice No": digits under such a name are a name, not a quantity. */
export function isIdName(name: string): boolean {
  const folded = fold(name.replace(/(?<=\p{Ll}{2})(?=\p{Lu})/gu, " ")).replace(/\(.*?\)|\[.*?\]/g, "");
  if (COUNTS.test(folded)) return false;
  const parts = folded.split(/[^a-z0-9]+/).filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  return ID_WORDS.has(last) || ID_TAIL.test(last) || ["id", "iban", "plz", "tel", "ean"].includes(parts[0] ?? "");
}

export function isMoneyName(name: string): boolean {
  const folded = fold(name);
  return MONEY_WORDS.test(folded) && !COUNTS.test(folded);
}

/** The unit in a name: "Preis (EUR)", "Gewicht [kg]", "Betrag in €", "Umsatz EUR", "Rabatt %". */
export function unitOfName(name: string): string | null {
  const inside = /[([]\s*(?:in )?([^)\]]{1,12}?)\s*[)\]]/.exec(name)?.[1];
  const behind = /(?:\bin |[ /_])([\p{L}€$£%²³]{1,8}|%)\s*$/u.exec(name)?.[1];
  const sign = /[€$£%]/.exec(name)?.[0];
  for (const candidate of [inside, sign, isCurrencyCode(behind) || /\bin [^ ]+$/.test(name) ? behind : undefined]) {
    const unit = candidate ? toUnit(candidate) : null;
    if (unit !== null) return unit;
  }
  return null;
}

const isCurrencyCode = (text: string | undefined) => /^(?:EUR|USD|CHF|GBP|kg|km|Std|h)$/.test(text ?? "");
