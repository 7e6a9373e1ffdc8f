/** A value with the words that it was read from, as they stand in `source`: "text" is the mail itself, else the name of an attachment. */
export interface Found {
  /** Amounts are decimal strings, days "YYYY-MM-DD", IBANs without spaces. */
  value: string;
  quote: string;
  source: string;
}

/** A field of an invoice. Where the mail contradicts itself, nothing is chosen: `value` is null and `others` says all that it says. */
export interface Field {
  value: string | null;
  /** Of the value; null: there is none. */
  found: Found | null;
  others: Found[];
}

export type FieldName = "number" | "issuer" | "amount" | "currency" | "due" | "iban";

/** What a mail says of the money that it asks for. */
export type Invoice = Readonly<Record<FieldName, Field>> & {
  /** Money goes the other way. */
  isCredit: boolean;
};

/** A text of a mail in which an invoice may be described. */
export interface InvoiceText {
  source: string;
  text: string;
}
