import { addDays, type Doc } from "../../../../files/index.ts";
import { lineOf, type Candidate } from "./candidate.ts";

const TERM =
  /(?<!\p{L})(?:zahlbar|zahlungsziel|zahlungsfrist|fällig|zahlung|zahlen|überweisen|payable|payment|pay|due|terms?)(?!\p{L})[^\n]{0,60}?(?<![\d.,])(\d{1,3})\s*(tage?n?|days?|wochen?|weeks?)(?!\p{L})(?![^\n]{0,30}(?:skonto|discount))/iu;

/** "Zahlbar innerhalb von 14 Tagen", "due 10 days after the invoice date": the day reckoned from the paper's own. */
export function dueByTerm(doc: Doc, issued: string | undefined): Candidate[] {
  const match = TERM.exec(doc.text);
  if (!match || issued === undefined) return [];
  const days = Number(match[1]) * (/^w/iu.test(match[2] ?? "") ? 7 : 1);
  const value = addDays(issued.slice(0, 10), days);
  return [{ value, raw: match[0], label: "term", quote: lineOf(doc.text, match.index), score: 0.6, unit: null }];
}
