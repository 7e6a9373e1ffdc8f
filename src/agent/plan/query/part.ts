import { columnsAsked, maskSpans, orderAsked, topAsked, type Request, type Term } from "../request/index.ts";
import type { Clause } from "../types.ts";

/** The stretch of the request that one clause stands in, with its content words. */
export interface Part {
  text: string;
  start: number;
  end: number;
  terms: Term[];
  /** What this clause asks for; see `Request`. */
  columns: string[];
  order: Request["order"];
  top: number | null;
}

export function partOf(clause: Clause, request: Request): Part {
  const next = request.clauses[clause.index + 1];
  const end = next ? next.start : request.text.length;
  const start = clause.start;
  const text = request.text.slice(start, end);
  return {
    text,
    start,
    end,
    columns: columnsAsked(maskSpans(request.text, request.paths).slice(start, end)),
    order: orderAsked(text),
    top: topAsked(text),
    terms: request.terms.filter((term) => term.start >= start && term.end <= end),
  };
}

export function withinClause(part: Part, span: { start: number; end: number }): boolean {
  return span.start >= part.start && span.end <= part.end;
}

/** The `n` characters of the clause before and after a span. */
export function around(part: Part, span: { start: number; end: number }, n: number): { before: string; after: string } {
  const [start, end] = [span.start - part.start, span.end - part.start];
  return { before: part.text.slice(Math.max(0, start - n), start), after: part.text.slice(end, end + n) };
}
