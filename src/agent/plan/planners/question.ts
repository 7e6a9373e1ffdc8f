import { partOf, withinClause } from "../query/part.ts";
import type { Clause, DraftStep, Planner } from "../types.ts";
import { answerQuestion, type Answer } from "./question/answer.ts";
import { askedFor, type Asked } from "./question/asked.ts";
import { targetStep } from "./target.ts";

const ASKING =
  /\b(?:when|who|whom|whose|where|what|which|how long|how much|how many|until|wann|wer|wem|wen|wessen|wo|was|welche[rnsm]?|wie lange|wie viele?|wieviel|wie hoch|bis wann|gibt es|steht)\b|\?/iu;
/** Work over rows: counting, adding up, ordering, listing. */
const OVER_ROWS =
  /\b(?:total|sum|altogether|insgesamt|summe|zusammen|average|durchschnitt\w*|highest|lowest|cheapest|most expensive|biggest|largest|smallest|oldest|newest|earliest|teuerste\w*|billigste\w*|günstigste\w*|größte\w*|kleinste\w*|höchste\w*|niedrigste\w*|meisten?|wenigste\w*|älteste\w*|compare|vergleich\w*|difference|unterschied|list|liste|table|tabelle|each|every|jede[rsn]?|pro kunde|per customer)\b/iu;
const COUNTING = /\b(?:how many|wie ?vielen?|wieviele|number of|anzahl)\b/iu;
const PLURAL =
  /\b(?:(?:which|what) (?:\p{L}+ ){0,2}?\p{L}{3,}s (?:are|were|have|had|did|do)|(?:welche|welchen) (?:\p{L}+ ){0,2}?\p{L}{3,}(?:s|en|er|e|ungen)\b (?:sind|waren|haben|hatten|fehlen|laufen|weichen))\b/iu;

/** Questions that a sentence of some text, or one cell, answers. */
export const questionPlanner: Planner = {
  name: "question",
  about: "answer a question from what a letter, mail, note, contract or one entry says",
  fits(clause) {
    if (!ASKING.test(clause.text)) return 0.1;
    return isOverRows(clause) ? 0.2 : sureness(askedFor(clause.text), clause.text);
  },
  async plan(clause, ctx) {
    if (isOverRows(clause)) return null;
    const part = partOf(clause, ctx.request);
    const skip = ctx.request.paths
      .filter((path) => withinClause(part, path))
      .map((path) => ({ start: path.start - part.start, end: path.end - part.start }));
    const answer = await answerQuestion({ text: part.text, skip }, ctx);
    if (isForRows(answer, part.text)) return null;
    const { value, kind, evidence, say } = answer;
    const why = value === null ? "nothing in the files speaks of it" : `${value}, from ${evidence[0]?.path ?? ""}`;
    const steps: DraftStep[] = [{ op: "answer", why, args: { value, kind, evidence, say } }];
    const save = value === null ? null : targetStep(part, ctx, "@-1");
    return save ? [...steps, save] : steps;
  },
};

/** How surely a question of this type is one for texts and single cells. */
function sureness({ type, unit }: Asked, text: string): number {
  if (type === "number") return (unit === null ? !COUNTING.test(text) : STATED.has(unit)) ? 0.82 : 0.55;
  if (type === "amount" || type === "phrase" || type === "date" || type === "place") return 0.62;
  return 0.82;
}

/** Percentages and periods are stated somewhere; hours, kilos and money may have to be added up. */
const STATED = new Set(["%", "d", "wk", "mo", "a"]);

/** Amounts that are the outcome of many entries, not stated in one place. */
const REACHED =
  /(?<!\p{L})(?:owes?|owed|spen[dt]\p{L}*|earn\p{L}*|pay|paid|pays|worth|revenue|turnover|income|expenses?|schuld\p{L}*|ausgegeben|ausgaben|einnahmen|verdien\p{L}*|bezahl\p{L}*|gezahlt|zahl\p{L}*|umsatz|wert|offen|outstanding|cost us)(?!\p{L})/iu;

/** Whether rows have to be counted, added up or put in order: then this is no question for one place. */
function isForRows({ asked, value, candidate, ties }: Answer, text: string): boolean {
  const numeric = asked.type === "number" || asked.type === "amount";
  const stated = asked.unit !== null && STATED.has(asked.unit);
  if (value === null || candidate === null) return numeric && !stated && (COUNTING.test(text) || REACHED.test(text));
  if (candidate.source === "row" && ties > 0 && (numeric || asked.type === "date")) return true;
  if (asked.type !== "number" || asked.unit !== null || !COUNTING.test(text)) return false;
  return candidate.kind !== "number" || candidate.attribute < 0.6;
}

function isOverRows(clause: Clause): boolean {
  return OVER_ROWS.test(clause.text) || PLURAL.test(clause.text);
}
