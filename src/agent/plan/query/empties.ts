import type { Term } from "../request/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import { negatedAt } from "./negation.ts";
import type { Part } from "./part.ts";
import { isMeasure, linkTerm } from "./link.ts";
import type { Frame } from "./types.ts";

const STILL_TO_BE =
  /(?:still|yet|noch)\s+(?:(?:have|has|need|needs|is|are|sind|ist)\s+)?(?:to\s+be|zu(?:\s+\p{L}+)?|waiting\s+(?:for|to)|ohne)\s*(?:\p{L}+\s+)?$/iu;

/** "Without invoice number", "not finished", "noch ohne Termin": a column that is filled in some rows must be empty. */
export function emptyConditions(frame: Frame, part: Part): ConditionGroup[] {
  const open = frame.columns.filter(
    (column) => column.depth === 0 && column.hasEmpty && column.type !== "boolean" && !isMeasure(column),
  );
  const groups: ConditionGroup[] = [];
  for (const term of part.terms) {
    const best = linkTerm(term, open)[0];
    if (!best || best.score < 0.6 || !isMissing(part, term)) continue;
    // A column of the same name that every row fills is meant as well as this one.
    if (linkTerm(term, frame.columns)[0]?.column !== best.column && best.score < 0.75) continue;
    groups.push({
      words: term.text,
      start: term.start,
      end: term.end,
      alternatives: [
        { conditions: [{ left: { column: best.column.name }, op: "empty" }], score: 0.85 + best.score / 10 },
      ],
      optional: false,
    });
  }
  return groups;
}

function isMissing(part: Part, term: Term): boolean {
  return (
    negatedAt(part, term) ||
    STILL_TO_BE.test(part.text.slice(Math.max(0, term.start - part.start - 40), term.start - part.start))
  );
}
