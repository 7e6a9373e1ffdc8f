import { fold } from "../../../files/index.ts";
import type { ConditionGroup } from "./conditions.ts";
import type { Part } from "./part.ts";
import { isNumeric, linkTerm } from "./link.ts";
import type { Condition, Frame, FrameColumn, Operator } from "./types.ts";

const LESS =
  /(?<![\p{L}\p{N}_])(?:less|fewer|lower|below|under|weniger|unter(?:schritten|halb|schreiten)?|niedriger|kleiner|billiger|günstiger|cheaper|gesunken|gesenkt|reduced|dropped|short of|knapp|nachbestell[\p{L}\p{N}]*|reorder[\p{L}\p{N}]*|run(?:ning)? (?:low|out))(?![\p{L}\p{N}_])/iu;
const MORE =
  /(?<![\p{L}\p{N}_])(?:more|higher|above|over|exceed[\p{L}\p{N}]*|mehr|über(?:schritten|steigt|steigen|zogen)?|höher|größer|teurer|dearer|more expensive|gestiegen|erhöht|erhöhung|raised?|increase[ds]?|went up|g(?:o|oes|one) up|rise[ns]?|rose)(?![\p{L}\p{N}_])/iu;
/** For pairs of dates only: "paid after the due date". */
const EARLIER = /(?<![\p{L}\p{N}_])(?:before|vor|earlier|früher|ahead of|vorzeitig)(?![\p{L}\p{N}_])/iu;
const LATER = /(?<![\p{L}\p{N}_])(?:after|nach|later|später|verspätet|too late|zu spät|late)(?![\p{L}\p{N}_])/iu;
const DIFFERENT =
  /(?<![\p{L}\p{N}_])(?:differ[\p{L}\p{N}]*|deviat[\p{L}\p{N}]*|mismatch[\p{L}\p{N}]*|not match[\p{L}\p{N}]*|unequal|unterscheid[\p{L}\p{N}]*|abweich[\p{L}\p{N}]*|weich[\p{L}\p{N}]*|ungleich|nicht überein[\p{L}\p{N}]*|discrepan[\p{L}\p{N}]*)(?![\p{L}\p{N}_])/iu;

/** Pairs of the same thing in two versions or sources: "Preis (2026)" and "Preis (2025)". */
export function numericPairs(frame: Frame): { newer: string; older: string }[] {
  if (frame.source.type !== "pivot") return [];
  const { newer } = frame.source;
  const pairs: { newer: string; older: string }[] = [];
  for (const column of frame.columns.filter(isNumeric)) {
    const twin = frame.columns.find(
      (other) =>
        other !== column &&
        isNumeric(other) &&
        other.header === column.header &&
        bare(other.name) === bare(column.name),
    );
    if (twin && column.from?.table === newer && twin.from?.table !== newer)
      pairs.push({ newer: column.name, older: twin.name });
  }
  return pairs;
}

/** The same thing written in two tables ("gross amount" of the list and of the invoice): what "do they differ" is about. */
function twins(frame: Frame, part: Part): { newer: string; older: string }[] {
  const numeric = frame.columns.filter(isNumeric);
  const found: { newer: string; older: string; score: number }[] = [];
  for (const term of part.terms) {
    const linked = linkTerm(term, numeric);
    for (const a of linked) {
      for (const b of linked) {
        if (a.column.from?.table === b.column.from?.table || a.column.depth >= b.column.depth) continue;
        if (a.column.type !== b.column.type) continue;
        found.push({ newer: a.column.name, older: b.column.name, score: a.score + b.score });
      }
    }
  }
  return found.toSorted((a, b) => b.score - a.score).slice(0, 2);
}

function bare(name: string): string {
  return fold(name.replace(/\s*\([^)]*\)\s*$/u, ""));
}

/** Comparisons of two columns: stock below minimum, paid after due, booked more than planned, dearer than before. */
export function pairConditions(frame: Frame, part: Part): ConditionGroup[] {
  const [less, more, different] = [LESS.exec(part.text), MORE.exec(part.text), DIFFERENT.exec(part.text)];
  const [earlier, later] = [EARLIER.exec(part.text), LATER.exec(part.text)];
  const cue = different ?? less ?? more ?? later ?? earlier;
  if (!cue) return [];
  const dateOperator: Operator | null = later && (!earlier || later.index < earlier.index) ? ">" : earlier ? "<" : null;
  const pairs = different ? [...numericPairs(frame), ...twins(frame, part)] : numericPairs(frame);
  const operator: Operator = different ? "<>" : less && (!more || less.index < more.index) ? "<" : ">";
  const alternatives: { conditions: Condition[]; score: number }[] = pairs.map(({ newer, older }) => ({
    conditions: [{ left: { column: newer }, op: operator, right: { column: older } }],
    score: 0.9,
  }));
  // "more than 1000 euros" compares with a number, not with another column.
  const isNumber = /^\s*(?:than|als)\s+(?:\S+\s+)?[€$£]?\d/iu.test(part.text.slice(cue.index + cue[0].length));
  if (pairs.length === 0 && !isNumber) {
    const scored = frame.columns
      .filter((column) => isNumeric(column) || column.type === "date")
      .map((column) => ({ column, link: bestLink(column, part) }))
      .filter((entry) => entry.link.score >= 0.5);
    for (const a of scored) {
      for (const b of scored) {
        if (a === b || different || a.column.type !== b.column.type) continue;
        const isDate = a.column.type === "date";
        const sign = isDate ? dateOperator : less || more ? operator : null;
        if (!sign) continue;
        // "paid after due": the column that is named before the cue stands on the left.
        const natural = a.link.at <= b.link.at ? 0.1 : 0;
        const distinct = a.link.at === b.link.at ? -0.35 : 0;
        const limit = isLimit(b.column) && !isLimit(a.column) ? 0.25 : isLimit(a.column) ? -0.25 : 0;
        const score = (a.link.score + b.link.score) / 2 - 0.15 + natural + distinct + limit;
        if (score >= 0.55)
          alternatives.push({
            conditions: [{ left: { column: a.column.name }, op: sign, right: { column: b.column.name } }],
            score,
          });
      }
    }
  }
  if (alternatives.length === 0) return [];
  const start = part.start + cue.index;
  return [
    {
      words: cue[0],
      start,
      end: start + cue[0].length,
      alternatives: alternatives.toSorted((a, b) => b.score - a.score).slice(0, 4),
      optional: (alternatives[0]?.score ?? 0) < 0.8,
    },
  ];
}

/** Planned, minimum, due, limit: what the other column is held against. */
function isLimit(column: FrameColumn): boolean {
  return /(?<![\p{L}\p{N}_])(?:planned|plan|soll|geplant[\p{L}\p{N}]*|minimum|mindest[\p{L}\p{N}]*|melde[\p{L}\p{N}]*|due|fällig[\p{L}\p{N}]*|zahlbar|limit|budget|reorder|target|ziel|max[\p{L}\p{N}]*|min)(?![\p{L}\p{N}_])/iu.test(
    column.name.replaceAll(/[._]/gu, " "),
  );
}

function bestLink(column: FrameColumn, part: Part): { score: number; at: number } {
  let best = { score: 0, at: 0 };
  for (const term of part.terms) {
    const score = linkTerm(term, [column])[0]?.score ?? 0;
    if (score > best.score) best = { score, at: term.start };
  }
  return best;
}
