import { scanXml } from "../read/xml.ts";

/** What an electronic invoice says of itself, each word as it stands in it. Amounts are decimal strings. */
export interface EInvoice {
  /** EN 16931 BT-1. */
  number: string | null;
  /** The seller, BT-27. */
  issuer: string | null;
  /** With tax, BT-112. */
  total: string | null;
  /** What is left to pay of it, BT-115. */
  payable: string | null;
  /** ISO 4217, BT-5. */
  currency: string | null;
  /** "YYYY-MM-DD", BT-2 and BT-9. */
  issued: string | null;
  due: string | null;
  /** BT-84, without spaces. */
  iban: string | null;
  /** Money goes the other way: a credit note. */
  isCredit: boolean;
}

const MOST_CHARS = 5_000_000;

/** Where each value stands, in UN/CEFACT's syntax (Factur-X, ZUGFeRD, XRechnung) and in that of UBL 2.1; the first that is there counts. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  number: ["CrossIndustryInvoice/ExchangedDocument/ID", "Invoice/ID", "CreditNote/ID"],
  type: ["CrossIndustryInvoice/ExchangedDocument/TypeCode", "Invoice/InvoiceTypeCode", "CreditNote/CreditNoteTypeCode"],
  issuer: [
    "ApplicableHeaderTradeAgreement/SellerTradeParty/Name",
    "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
    "AccountingSupplierParty/Party/PartyName/Name",
  ],
  currency: [
    "ApplicableHeaderTradeSettlement/InvoiceCurrencyCode",
    "Invoice/DocumentCurrencyCode",
    "CreditNote/DocumentCurrencyCode",
  ],
  total: ["SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount", "LegalMonetaryTotal/TaxInclusiveAmount"],
  payable: ["SpecifiedTradeSettlementHeaderMonetarySummation/DuePayableAmount", "LegalMonetaryTotal/PayableAmount"],
  issued: ["ExchangedDocument/IssueDateTime/DateTimeString", "Invoice/IssueDate", "CreditNote/IssueDate"],
  due: ["SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString", "Invoice/DueDate", "PaymentMeans/PaymentDueDate"],
  iban: [
    "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",
    "PaymentMeans/PayeeFinancialAccount/ID",
  ],
};

/** An invoice after EN 16931; null for any other text. Its values are checked for their form, not believed. */
export function readEInvoice(xml: string): EInvoice | null {
  if (xml.length > MOST_CHARS || !/<(?:\w+:)?(?:CrossIndustryInvoice|Invoice|CreditNote)\b/.test(xml.slice(0, 4_000)))
    return null;
  const found = readPlaces(xml);
  const isRoot = found.has("root CrossIndustryInvoice") || found.has("root Invoice") || found.has("root CreditNote");
  if (!isRoot) return null;
  const of = (name: string): string | null => {
    for (const place of PLACES[name] ?? []) if (found.has(place)) return found.get(place) ?? null;
    return null;
  };
  const currency = of("currency");
  return {
    number: of("number")?.slice(0, 60) ?? null,
    issuer: of("issuer")?.slice(0, 200) ?? null,
    total: toAmount(of("total")),
    payable: toAmount(of("payable")),
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    issued: toDay(of("issued")),
    due: toDay(of("due")),
    iban: of("iban")?.replaceAll(/\s/g, "").toUpperCase() ?? null,
    isCredit: found.has("root CreditNote") || of("type") === "381",
  };
}

/** The first text of every place that is asked for. */
function readPlaces(xml: string): Map<string, string> {
  const wanted = new Set(Object.values(PLACES).flat());
  const found = new Map<string, string>();
  const path: string[] = [];
  for (const token of scanXml(xml)) {
    if (token.type === "open") {
      if (path.length === 0) found.set(`root ${token.name}`, "");
      if (!token.empty) path.push(token.name);
    } else if (token.type === "close") path.pop();
    else if (token.text.trim() !== "") {
      for (const depth of [2, 3, 4]) {
        const place = path.slice(-depth).join("/");
        if (wanted.has(place) && !found.has(place)) found.set(place, token.text.trim());
      }
    }
  }
  return found;
}

/** XML's decimals: a point, no groups. */
const toAmount = (text: string | null): string | null =>
  text !== null && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? text.replace(/^(-?)0+(?=\d)/, "$1") : null;

/** "20260317" (UN/CEFACT's form 102) or "2026-03-17", which is a day of the calendar. */
function toDay(text: string | null): string | null {
  const { year, month, day } = /^(?<year>\d{4})-?(?<month>\d\d)-?(?<day>\d\d)$/.exec(text ?? "")?.groups ?? {};
  const iso = `${year}-${month}-${day}`;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(iso) ? iso : null;
}
