import { words } from "../../../../files/index.ts";
import { concepts, directConcepts } from "../../lexicon/index.ts";

export type FieldType = "date" | "amount" | "number" | "id" | "name" | "email" | "phone" | "iban" | "text";

/** Which party of a letter, an invoice or a mail a name is. */
export type Party = "sender" | "recipient" | null;

/** What a person asks for of a document, read out of the words for it ("Rechnungsnr", "due date", "Lieferant"). */
export interface FieldSpec {
  label: string;
  type: FieldType;
  party: Party;
  /** Which of several amounts or dates: gross, net, vat; issued, due … The concept ids of the label. */
  ids: string[];
}

const DATES = new Set(
  "date issued due orderdate validfrom validuntil start end birthday deadline received sent created day renewal appointment".split(
    " ",
  ),
);
const AMOUNTS = new Set(
  "amount total subtotal net gross vat price rent deposit discount surcharge shippingcost fine refund salary tax balance budget".split(
    " ",
  ),
);
const NUMBERS = new Set("quantity weight length hours percent duration noticeperiod".split(" "));
const IDS = new Set(
  "number invoicenumber ordernumber customernumber projectnumber employeenumber code vatid taxnumber bic".split(" "),
);
const SENDERS = new Set("supplier sender vendor manufacturer landlord lawyer doctor".split(" "));
const RECIPIENTS = new Set("customer recipient patient tenant owner member guest".split(" "));
const NAMES = new Set("company person contact name fullname employee".split(" "));

/** "our ref", "Aktenzeichen": the number under which somebody files a letter. */
export const REFERENCE =
  /(?<!\p{L})(?:ref\.?|reference(?! range)|aktenzeichen|az|zeichen|(?:our|your) ref\p{L}*)(?!\p{L})/iu;

/** Reads the words for a field; what the lexicon does not know is plain text. */
export function toSpec(label: string): FieldSpec {
  const ids = [
    ...new Set([
      ...directConcepts(label),
      ...words(label).flatMap(({ word }) => directConcepts(word)),
      ...concepts(label),
    ]),
  ];
  const has = (set: ReadonlySet<string>) => ids.some((id) => set.has(id));
  const coded = /(?:nr|no|nummer|number|id|code)\.?$/iu.test(label.trim());
  const spec = (type: FieldType, party: Party = null): FieldSpec => ({ label, type, party, ids });
  if (ids.includes("iban")) return spec("iban");
  if (ids.includes("email") && !ids.includes("sender")) return spec("email");
  if (ids.includes("phone") || ids.includes("mobile")) return spec("phone");
  if (coded || REFERENCE.test(label)) return spec("id");
  if (has(SENDERS) || /^(?:von|from|absender|lieferant|aussteller|vendor|supplier|firma)$/iu.test(label))
    return spec("name", "sender");
  if (has(DATES) || /datum|date\b|termin$|frist$/iu.test(label)) return spec("date");
  if (has(AMOUNTS) || /betrag|summe|preis|kosten|total|amount/iu.test(label)) return spec("amount");
  if (has(IDS)) return spec("id");
  if (has(RECIPIENTS) || /^(?:an|to|empfänger)$/iu.test(label)) return spec("name", "recipient");
  if (has(NUMBERS)) return spec("number");
  if (has(NAMES)) return spec("name");
  return spec("text");
}
