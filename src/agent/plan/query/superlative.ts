import { related } from "../lexicon/index.ts";
import { aggregates } from "./amounts.ts";
import type { Measure } from "./measures.ts";
import type { Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import type { Frame, FrameColumn } from "./types.ts";

const MOST =
  /(?<![\p{L}\p{N}_])(?:most|largest|biggest|highest|greatest|longest|best[- ]selling|most expensive|dearest|top|meisten?|größte[nrsm]?|höchste[nrsm]?|teuerste[nrsm]?|längste[nrsm]?|umsatzstärkste[nrsm]?|am meisten|am höchsten|am teuersten|am längsten|am häufigsten)(?![\p{L}\p{N}_])/iu;
const LEAST =
  /(?<![\p{L}\p{N}_])(?:least|smallest|lowest|cheapest|shortest|fewest|wenigsten?|kleinste[nrsm]?|niedrigste[nrsm]?|billigste[nrsm]?|günstigste[nrsm]?|kürzeste[nrsm]?|am wenigsten|am billigsten|am günstigsten)(?![\p{L}\p{N}_])/iu;
const LATEST =
  /(?<![\p{L}\p{N}_])(?:latest|newest|most recent|last|neueste[nrsm]?|neuste[nrsm]?|letzte[nrsm]?|jüngste[nrsm]?|zuletzt)(?![\p{L}\p{N}_])/iu;
const EARLIEST =
  /(?<![\p{L}\p{N}_])(?:earliest|oldest|first|next|älteste[nrsm]?|früheste[nrsm]?|erste[nrsm]?|nächste[nrsm]?)(?![\p{L}\p{N}_])/iu;

/** "the dearest article", "which customer ordered most", "the three latest": order and keep the first rows. */
export function superlative(frame: Frame, part: Part, id: FrameColumn | null): Measure[] {
  if (!id) return [];
  // "biggest first" is an order of the list, not a question for the biggest.
  const text = part.text.replaceAll(
    /(?:the\s+|die\s+|das\s+|den\s+)?[\p{L}]+\s+(?:first|zuerst|zuoberst)(?![\p{L}])/giu,
    (found) => " ".repeat(found.length),
  );
  const [most, least, latest, earliest] = [MOST, LEAST, LATEST, EARLIEST].map((pattern) => pattern.exec(text));
  if (
    /(?<![\p{L}\p{N}_])(?:at most|at least)(?![\p{L}\p{N}_])/iu.test(part.text) &&
    !part.top &&
    !/(?<![\p{L}\p{N}_])the (?:most|least)(?![\p{L}\p{N}_])/iu.test(part.text)
  )
    return [];
  const limit = part.top ?? 1;
  const shape = limit > 1 ? "list" : "value";
  const found: Measure[] = [];
  const byNumber = most ?? least;
  if (byNumber) {
    const direction = most ? "desc" : "asc";
    const group = heldGroup(frame, part, id);
    for (const { expr, score } of aggregates(frame, part)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 3)) {
      if (group) {
        const select = [
          { fn: "none" as const, expr: { column: group.name }, as: group.header },
          { fn: "sum" as const, expr, as: "total" },
        ];
        found.push({
          select,
          group: [group.name],
          having: [],
          order: [{ expr: { column: "total" }, direction }],
          limit,
          shape,
          score: score + 0.25,
        });
      } else
        found.push({
          select: [{ fn: "none", expr: { column: id.name }, as: id.header }],
          group: [],
          having: [],
          order: [{ expr, direction }],
          limit,
          shape,
          score: score + 0.25,
        });
    }
    if (group) {
      const select = [
        { fn: "none" as const, expr: { column: group.name }, as: group.header },
        { fn: "count" as const, expr: null, as: "total" },
      ];
      found.push({
        select,
        group: [group.name],
        having: [],
        order: [{ expr: { column: "total" }, direction }],
        limit,
        shape,
        score: 0.62,
      });
    }
  }
  const byDate = latest ?? earliest;
  if (
    byDate &&
    !/(?<![\p{L}\p{N}_])(?:last|letzte[nrsm]?|next|nächste[nrsm]?) (?:month|week|year|quarter|monat|woche|jahr|quartal)/iu.test(
      part.text,
    )
  ) {
    for (const column of frame.columns.filter((candidate) => candidate.type === "date" && candidate.depth === 0)) {
      const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
      found.push({
        select: [{ fn: "none", expr: { column: id.name }, as: id.header }],
        group: [],
        having: [],
        order: [{ expr: { column: column.name }, direction: latest ? "desc" : "asc" }],
        limit,
        shape,
        score: 0.45 + 0.25 * linked,
      });
    }
  }
  return found;
}

/** "which customer …": the asked thing is not the row but something that many rows share. */
function heldGroup(frame: Frame, part: Part, id: FrameColumn): FrameColumn | null {
  const which = /(?<![\p{L}\p{N}_])(?:which|what|welche[rnsm]?|wer|who)\s+(?:of our\s+|unserer\s+)?(\p{L}+)?/iu.exec(
    part.text,
  );
  if (!which) return null;
  const term = part.terms.find((candidate) => candidate.start >= part.start + which.index);
  if (!term) return null;
  const best = linkTerm(
    term,
    frame.columns.filter((column) => column.type === "text"),
  )[0];
  return best && best.score >= 0.6 && !best.column.key && best.column !== id ? best.column : null;
}

const PER =
  /(?<![\p{L}\p{N}_])(?:per|pro|je|by|for each|for every|each|für jede[nrs]?|nach|getrennt nach|broken down by|aufgeteilt nach)\s+(?:the\s+|der\s+|dem\s+|einzelne[nrm]?\s+)?(\p{L}[\p{L}-]+)/giu;

/** "per category", "je Kunde": the column to group by, where one is named so and is not a number. */
export function groupColumn(frame: Frame, part: Part): FrameColumn | null {
  for (const match of part.text.matchAll(PER)) {
    const start = part.start + match.index;
    const term = part.terms.find((candidate) => candidate.start >= start && candidate.start < start + match[0].length);
    if (!term) continue;
    const best = linkTerm(
      term,
      frame.columns.filter((column) => !isNumeric(column) && column.type !== "date"),
    )[0];
    if (best && best.score >= 0.7 && related(term.word, "stueck") < 0.9) return best.column;
  }
  return null;
}
