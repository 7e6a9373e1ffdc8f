import { words, type Doc } from "../../../../files/index.ts";
import { directConcepts } from "../../lexicon/index.ts";
import type { Candidate } from "./candidate.ts";
import { lineOf } from "./candidate.ts";
import type { FieldSpec } from "./spec.ts";

const ID = /(?<![\p{L}\d@.,])(?:\p{Lu}{1,6}[-_/ ]?)?\d[\d-]*(?:[-_/]\p{L}{0,3}\d+)*(?![\p{L}\d@%]|[.,]\d|\s?[€$£])/gu;
const CODED = /^(?:\p{Lu}{1,6}[-_/]?\d[\p{L}\d/_-]*|\p{Lu}{1,6} \d{2,}|\d{3,}(?:[-/]\d+)*)$/u;
const KINDS = new Set([
  "invoice",
  "invoicenumber",
  "receipt",
  "creditnote",
  "reminder",
  "offer",
  "order",
  "orderconfirmation",
  "deliverynote",
  "contract",
  "report",
  "labreport",
  "statement",
  "document",
]);

const OTHER_PAPERS = new Set(["order", "offer", "orderconfirmation", "deliverynote", "contract"]);

/** Numbers of a document: on the line with its kind ("Rechnung RE-2026-107"), in its title, elsewhere. */
export function documentIds(doc: Doc, spec: FieldSpec): Candidate[] {
  const own = !spec.ids.some((id) =>
    ["customernumber", "ordernumber", "projectnumber", "employeenumber", "taxnumber", "vatid"].includes(id),
  );
  const ofInvoice = spec.ids.includes("invoicenumber");
  const found: Candidate[] = [];
  const lines = doc.text.split("\n").slice(0, 60);
  for (const [at, line] of lines.entries()) {
    for (const match of line.matchAll(ID)) {
      const value = match[0].trim();
      if (!CODED.test(value) || isDateLike(value)) continue;
      const before = line.slice(0, match.index);
      const ids = words(before).flatMap(({ word }) => directConcepts(word));
      const kind = ids.some((id) => KINDS.has(id) && !(ofInvoice && OTHER_PAPERS.has(id)));
      const short = before.trim().split(/\s+/u).length <= 3;
      const named = own && kind && short && at < 25;
      const coded = /\p{L}/u.test(value);
      const score = named ? 0.85 - at * 0.004 : coded ? 0.4 - at * 0.002 : 0.15;
      found.push({ value, raw: value, label: before.trim().slice(-30), quote: lineOf(line, 0), score, unit: null });
    }
  }
  return found;
}

function isDateLike(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$|^(?:19|20)\d{2}$/u.test(value);
}
