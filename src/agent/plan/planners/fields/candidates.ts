import { lineOf, type Candidate } from "./candidate.ts";
import { findDates, findNumbers, fold, labelled, type Doc, type Labelled } from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import { EMAIL, PHONE } from "../shared/patterns.ts";
import { amounts, otherAmounts } from "./amounts.ts";
import { dueByTerm } from "./dueTerm.ts";
import { documentIds } from "./ids.ts";
import { parties } from "./parties.ts";
import { REFERENCE, toSpec, type FieldSpec } from "./spec.ts";

const MIN_LINK = 0.45;

/** What a document offers for a field, best first; values that rules exclude are not among them. */
export function candidatesFor(doc: Doc, spec: FieldSpec, today: string, dayFirst = true): Candidate[] {
  const how = { today, dayFirst };
  const others = otherAmounts(doc.text, spec);
  const found = [...fromLabels(doc, spec, how), ...fromType(doc, spec, how)].filter(
    ({ value }) => value !== "" && !others.has(value),
  );
  const best = new Map<string, Candidate>();
  for (const one of found) {
    const known = best.get(one.value);
    if (!known || known.score < one.score) best.set(one.value, one);
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}

function fromLabels(doc: Doc, spec: FieldSpec, how: DateReading): Candidate[] {
  return labelled(doc.text).flatMap((pair): Candidate[] => {
    const link = linkColumns(spec.label, [{ name: pair.label }])[0]?.score ?? 0;
    const back = linkColumns(pair.label, [{ name: spec.label }])[0]?.score ?? 0;
    const filed = REFERENCE.test(spec.label) && REFERENCE.test(pair.label) ? 0.85 : 0;
    const score = Math.max(link, back, filed);
    if (score < MIN_LINK || contradicts(spec, pair.label)) return [];
    // The very label that was asked for: its words are the answer, whatever the label made one expect ("Days: Monday").
    const isAsked = fold(pair.label) === fold(spec.label);
    const read = readValue(pair, spec, how) ?? (isAsked ? readValue(pair, { ...spec, type: "text" }, how) : null);
    return read === null ? [] : [{ ...read, label: pair.label, quote: pair.span.text, score: 0.3 + 0.7 * score }];
  });
}

/** "Betrag" is no "Fälligkeitsdatum", a net amount no gross one, an invoice number no order number. */
export function contradicts(spec: FieldSpec, label: string): boolean {
  const other = toSpec(label);
  // An amount's label names no number of the document, a date's no amount.
  const typed = ["date", "amount", "id", "email", "phone", "iban"];
  if (other.type !== spec.type && typed.includes(other.type) && typed.includes(spec.type)) return true;
  const opposed: readonly (readonly [string, string])[] = [
    ["net", "gross"], ["net", "vat"], ["gross", "vat"], ["issued", "due"], ["start", "end"], ["validfrom", "validuntil"],
    ["invoicenumber", "customernumber"], ["invoicenumber", "ordernumber"], ["customernumber", "ordernumber"],
    ["taxnumber", "invoicenumber"], ["vatid", "invoicenumber"],
  ]; // prettier-ignore
  // "Betrag" alone is what has to be paid: no net sum, no tax.
  const part = other.ids.some((id) => ["net", "vat", "tax", "subtotal"].includes(id)) && !other.ids.includes("gross");
  if (spec.type === "amount" && part && !spec.ids.some((id) => ["net", "vat", "tax", "subtotal"].includes(id)))
    return true;
  return opposed.some(
    ([a, b]) =>
      (spec.ids.includes(a) && other.ids.includes(b) && !other.ids.includes(a)) ||
      (spec.ids.includes(b) && other.ids.includes(a) && !other.ids.includes(b)),
  );
}

interface DateReading {
  today: string;
  dayFirst: boolean;
}

type Read = Pick<Candidate, "value" | "raw" | "unit">;

function readValue(pair: Labelled, spec: FieldSpec, how: DateReading): Read | null {
  const { value } = pair;
  switch (spec.type) {
    case "date": {
      const date = findDates(value, how)[0];
      return date ? { value: date.iso, raw: date.text, unit: null } : null;
    }
    case "amount":
    case "number": {
      if (findDates(value, how).length > 0 && spec.type === "amount") return null;
      const number = findNumbers(value)[0];
      return number ? { value: number.value, raw: number.text, unit: number.unit } : null;
    }
    case "email":
    case "phone": {
      const match = (spec.type === "email" ? EMAIL : PHONE).exec(value);
      return match ? { value: match[0], raw: match[0], unit: null } : null;
    }
    case "iban":
      return /^[A-Z]{2}\d{2}[\d A-Z]{10,32}/u.test(value) ? { value: ibanOf(value), raw: value, unit: null } : null;
    case "id": {
      if (findDates(value, how)[0]?.start === 0) return null; // "Rechnung vom 15.06.2026"
      const match = /^[#\p{L}\d][\p{L}\d./_-]*\d[\p{L}\d./_-]*|^\d[\d ]{2,}\d/u.exec(value);
      return match ? { value: match[0].replace(/[.,;]$/u, ""), raw: match[0], unit: null } : null;
    }
    case "name":
      // "Kundennummer: K1003" is a code, no name.
      if (/\d/u.test(value) && !/\p{L}{2,}\s+\p{L}{2,}/u.test(value)) return null;
      return { value: value.split(/,\s/u)[0] ?? value, raw: value, unit: null };
    default:
      return { value: value.replace(/[;,]$/u, ""), raw: value, unit: null };
  }
}

const ibanOf = (text: string) => /^[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4})+(?:\s?[\dA-Z]{1,4})?/u.exec(text)?.[0].trim() ?? text;

function fromType(doc: Doc, spec: FieldSpec, how: DateReading): Candidate[] {
  switch (spec.type) {
    case "date":
      return [...dates(doc, spec, how), ...byTerm(doc, spec, how)];
    case "amount":
      return amounts(doc.text, spec);
    case "id":
      return documentIds(doc, spec);
    case "name":
      return parties(doc, spec);
    case "email":
    case "phone":
    case "iban": {
      const pattern =
        spec.type === "email"
          ? EMAIL
          : spec.type === "phone"
            ? PHONE
            : /\b[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,7}(?:\s?[\dA-Z]{1,3})?\b/u;
      const match = pattern.exec(doc.text);
      return match
        ? [{ value: match[0], raw: match[0], label: "", quote: lineOf(doc.text, match.index), score: 0.5, unit: null }]
        : [];
    }
    default:
      return spec.ids.includes("subject") && doc.meta["subject"]
        ? [
            {
              value: doc.meta["subject"],
              raw: doc.meta["subject"],
              label: "subject",
              quote: doc.meta["subject"],
              score: 0.9,
              unit: null,
            },
          ]
        : [];
  }
}

/** "Zahlungsziel: 14 Tage": the due date where the paper only says how long there is. */
function byTerm(doc: Doc, spec: FieldSpec, { today, dayFirst }: DateReading): Candidate[] {
  if (!spec.ids.includes("due")) return [];
  return dueByTerm(doc, candidatesFor(doc, toSpec("invoice date"), today, dayFirst)[0]?.value);
}

const DUE =
  /(?<!\p{L})(?:due|payable|pay (?:by|until|before)|fällig\p{L}*|zahlbar|bis|until|by|within|zahlungsziel|spätestens|valid|gültig|delivery|lieferung|liefertermin|skonto)(?!\p{L})/iu;

/** The date of a document is the first one in its head that is no due date; a due date stands after such a word. */
function dates(doc: Doc, spec: FieldSpec, how: DateReading): Candidate[] {
  const due = spec.ids.includes("due") || spec.ids.includes("deadline");
  const until = spec.ids.includes("validuntil");
  const found = findDates(doc.text, how).map((date, at): Candidate => {
    const before = doc.text.slice(Math.max(0, doc.text.lastIndexOf("\n", date.start - 1) + 1), date.start);
    const isDue = DUE.test(before);
    const isUntil = /(?<!\p{L})(?:valid|gültig|good until)(?!\p{L})/iu.test(before);
    const score = until
      ? isUntil
        ? 0.85
        : 0.2
      : due
        ? isDue && !isUntil
          ? 0.7
          : 0.3
        : isDue
          ? 0.2
          : Math.max(0.35, 0.6 - at * 0.08);
    return {
      value: date.iso,
      raw: date.text,
      label: before.trim().slice(-30),
      quote: lineOf(doc.text, date.start),
      score,
      unit: null,
    };
  });
  const sent = doc.meta["date"];
  if (sent && !due && !until)
    found.push({ value: sent.slice(0, 10), raw: sent, label: "sent", quote: sent, score: 0.75, unit: null });
  return due
    ? found.filter(({ value }) =>
        found.every((other) => other.label === "sent" || value >= other.value || other.score >= 0.7),
      )
    : found;
}
