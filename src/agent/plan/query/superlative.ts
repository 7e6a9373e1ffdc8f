import { words } from "../../../files/index.ts";
import { concepts, related } from "../lexicon/index.ts";
import { aggregates } from "./amounts.ts";
import type { Measure } from "./measures.ts";
import type { Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import type { Frame, FrameColumn, Query, Selection } from "./types.ts";

const MOST =
  /(?<![\p{L}\p{N}_])(?:most|largest|biggest|highest|greatest|longest|best[- ]selling|most expensive|dearest|top|meisten?|größte[nrsm]?|höchste[nrsm]?|teuerste[nrsm]?|längste[nrsm]?|umsatzstärkste[nrsm]?|am meisten|am höchsten|am teuersten|am längsten|am häufigsten)(?![\p{L}\p{N}_])/iu;
const LEAST =
  /(?<![\p{L}\p{N}_])(?:least|smallest|lowest|cheapest|shortest|fewest|wenigsten?|kleinste[nrsm]?|niedrigste[nrsm]?|billigste[nrsm]?|günstigste[nrsm]?|kürzeste[nrsm]?|am wenigsten|am billigsten|am günstigsten)(?![\p{L}\p{N}_])/iu;
const LATEST =
  /(?<![\p{L}\p{N}_])(?:latest|newest|most recent|last|neueste[nrsm]?|neuste[nrsm]?|letzte[nrsm]?|jüngste[nrsm]?|zuletzt)(?![\p{L}\p{N}_])/iu;
const EARLIEST =
  /(?<![\p{L}\p{N}_])(?:earliest|oldest|first|next|longest ago|am längsten her|älteste[nrsm]?|früheste[nrsm]?|erste[nrsm]?|nächste[nrsm]?)(?![\p{L}\p{N}_])/iu;

/** "last", "first" and "next" say other things as well. */
const CLEAR =
  /(?<!\p{L})(?:latest|newest|most recent(?:ly)?|earliest|oldest|longest ago|neueste[nrsm]?|neuste[nrsm]?|jüngste[nrsm]?|älteste[nrsm]?|früheste[nrsm]?|am längsten her)(?!\p{L})/iu;
const NEIGHBOUR_PERIOD =
  /(?<![\p{L}\p{N}_])(?:last|letzte[nrsm]?|next|nächste[nrsm]?) (?:month|week|year|quarter|monat|woche|jahr|quartal)/iu;
const BOUND = /(?<![\p{L}\p{N}_])(?:at most|at least)(?![\p{L}\p{N}_])/iu;
const THE_MOST = /(?<![\p{L}\p{N}_])the (?:most|least)(?![\p{L}\p{N}_])/iu;
const FIRST = /(?:the\s+|die\s+|das\s+|den\s+)?[\p{L}]+\s+(?:first|zuerst|zuoberst)(?![\p{L}])/giu;

/** "the dearest article", "which customer ordered most", "the three latest": order and keep the first rows. */
export function superlative(frame: Frame, part: Part, id: FrameColumn | null): Measure[] {
  if (!id || (BOUND.test(part.text) && !part.top && !THE_MOST.test(part.text))) return [];
  // "biggest first" is an order of the list, not a question for the biggest.
  const text = part.text.replaceAll(FIRST, (found) => " ".repeat(found.length));
  const [most, latest] = [MOST.test(text), LATEST.test(text)];
  const found: Measure[] = [];
  if ((most && !/longest ago/iu.test(text)) || LEAST.test(text))
    found.push(...byAmount(frame, part, id, most ? "desc" : "asc"));
  if ((latest || EARLIEST.test(text)) && !NEIGHBOUR_PERIOD.test(text))
    found.push(...byDate(frame, part, id, latest ? "desc" : "asc"));
  return found;
}

type Direction = "asc" | "desc";

function ranked(part: Part, select: Selection[], group: string[], order: Query["order"], score: number): Measure {
  const limit = part.top ?? 1;
  return { select, group, having: [], order, limit, shape: limit > 1 ? "list" : "value", score };
}

function byAmount(frame: Frame, part: Part, id: FrameColumn, direction: Direction): Measure[] {
  const group = heldGroup(frame, part, id);
  const amounts = aggregates(frame, part)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3);
  if (!group) {
    const select: Selection[] = [{ fn: "none", expr: { column: id.name }, as: id.header }];
    return amounts.map(({ expr, score }) => ranked(part, select, [], [{ expr, direction }], score + 0.25));
  }
  // "#total" orders the groups; names that begin with # are not part of the answer.
  const order: Query["order"] = [{ expr: { column: "#total" }, direction }];
  const name: Selection = { fn: "none", expr: { column: group.name }, as: group.header };
  const sums = amounts.map(({ expr, score }) =>
    ranked(part, [name, { fn: "sum", expr, as: "#total" }], [group.name], order, score + 0.25),
  );
  return [...sums, ranked(part, [name, { fn: "count", expr: null, as: "#total" }], [group.name], order, 0.62)];
}

function byDate(frame: Frame, part: Part, id: FrameColumn, direction: Direction): Measure[] {
  const select: Selection[] = [{ fn: "none", expr: { column: id.name }, as: id.header }];
  return frame.columns
    .filter((column) => column.type === "date" && column.depth === 0)
    .map((column) => {
      const linked = Math.max(0, ...part.terms.map((term) => linkTerm(term, [column])[0]?.score ?? 0));
      const clear = CLEAR.test(part.text) ? 0.25 : 0;
      return ranked(part, select, [], [{ expr: { column: column.name }, direction }], 0.45 + clear + 0.25 * linked);
    });
}

/** "which customer …": the asked thing is not the row but something that many rows share. */
function heldGroup(frame: Frame, part: Part, id: FrameColumn): FrameColumn | null {
  // "wer", "who": the column that names people.
  const person = /(?<!\p{L})(?:wer|who|whose|wem|wessen)(?!\p{L})/iu.test(part.text) && personColumn(frame);
  if (person) return person;
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

function personColumn(frame: Frame): FrameColumn | null {
  const names = ({ header, values }: FrameColumn) =>
    words(header).some(({ word }) => concepts(word).some((id) => PEOPLE.has(id))) ||
    (values !== null && values.length > 0 && values.every((value) => FULL_NAME.test(value)));
  return (
    frame.columns.find((column) => column.depth === 0 && column.type === "text" && !column.key && names(column)) ?? null
  );
}

const FULL_NAME = /^(?:Dr\.? )?\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){1,2}$/u;
const PEOPLE = new Set(["employee", "person", "customer", "supplier", "doctor", "vet", "team"]);

const PER =
  /(?<![\p{L}\p{N}_])(?:per|pro|je|by|for each|for every|each|für jede[nrs]?|nach|getrennt nach|broken down by|aufgeteilt nach)\s+(?:the\s+|der\s+|dem\s+|einzelne[nrm]?\s+)?(\p{L}[\p{L}-]+)/giu;

/** "per category", "je Kunde": the column to group by, where one is named so and is not a number. */
export function groupColumn(frame: Frame, part: Part): FrameColumn | null {
  // "Who worked how many hours?" asks for each.
  if (/(?<!\p{L})(?:wer|who)(?!\p{L})[^.?]*(?<!\p{L})(?:wie\s?viele?|how (?:many|much))(?!\p{L})/iu.test(part.text))
    return personColumn(frame);
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
