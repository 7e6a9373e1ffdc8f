import { partOf, withinClause } from "../query/part.ts";
import type { DraftStep, PlanContext, Planner } from "../types.ts";
import { answerQuestion, type Answer } from "./question/answer.ts";
import { askedFor, type Asked } from "./question/asked.ts";
import { questionParts } from "./question/parts.ts";
import { isOverRows } from "./question/overRows.ts";
import { targetStep } from "./target.ts";
import { isTask, orderOf } from "../request/index.ts";

const ASKING =
  /\b(?:when|who|whom|whose|where|what|which|how long|how much|how many|until|wann|wer|wem|wen|wessen|wo|was|welche[rnsm]?|wie lange|wie viele?|wieviel|wie hoch|bis wann|gibt es|steht)\b|\?/iu;
const COUNTING = /\b(?:how many|wie ?vielen?|wieviele|number of|anzahl)\b/iu;
/** Questions that a sentence of some text, or one cell, answers. */
export const questionPlanner: Planner = {
  name: "question",
  about: "answer a question from what a letter, mail, note, contract or one entry says",
  fits(clause, request) {
    if (isTask(orderOf(clause, request))) return 0;
    if (!ASKING.test(clause.text)) return 0.1;
    return isOverRows(clause) ? 0.2 : sureness(askedFor(clause.text), clause.text);
  },
  async plan(clause, ctx) {
    if (isOverRows(clause)) return null;
    const part = partOf(clause, ctx.request);
    const skip = ctx.request.paths
      .filter((path) => withinClause(part, path))
      .map((path) => ({ start: path.start - part.start, end: path.end - part.start }));
    const several = await answerParts(questionParts(part.text), ctx);
    if (several) return [several];
    const answer = await answerQuestion({ text: part.text, skip }, ctx);
    if (isForRows(answer, part.text)) return null;
    const { value, kind, evidence, say } = answer;
    const why = value === null ? "nothing in the files speaks of it" : `${value}, from ${evidence[0]?.path ?? ""}`;
    const steps: DraftStep[] = [{ op: "answer", why, args: { value, kind, evidence, say } }];
    const save = value === null ? null : targetStep(part, ctx, "@-1");
    return save ? [...steps, save] : steps;
  },
};

/** A question with two parts, when both have an answer; what the first was found in is read first for the second. */
async function answerParts(texts: string[], ctx: PlanContext): Promise<DraftStep | null> {
  if (texts.length < 2) return null;
  const answers: Answer[] = [];
  for (const text of texts) {
    const within = answers.flatMap((answer) => answer.evidence.map(({ path }) => path));
    const near = within.length > 0 ? await answerQuestion({ text, within }, ctx) : null;
    answers.push(near?.value ? near : await answerQuestion({ text }, ctx));
  }
  if (answers.some(({ value }) => value === null)) return null;
  const values = answers.map(({ value }) => value ?? "");
  const evidence = answers.flatMap((answer) => answer.evidence);
  const why = `${values.join(" and ")}, from ${evidence[0]?.path ?? ""}`;
  const say = answers.map((answer) => answer.say).join("\n");
  return { op: "answer", why, args: { value: values.join(", "), kind: "text", evidence, say } };
}

/** How surely a question of this type is one for texts and single cells. */
function sureness({ type, unit }: Asked, text: string): number {
  if (type === "number") return (unit === null ? !COUNTING.test(text) : STATED.has(unit)) ? 0.82 : 0.55;
  if (type === "amount" || type === "phrase" || type === "date" || type === "place") return 0.62;
  return 0.82;
}

/** Percentages and periods are stated somewhere; hours, kilos and money may have to be added up. */
const STATED = new Set(["%", "d", "wk", "mo", "a"]);

/** Whether rows have to be counted, added up or put in order: then this is no question for one place. */
function isForRows({ asked, value, candidate, ties }: Answer, text: string): boolean {
  const numeric = asked.type === "number" || asked.type === "amount";
  const stated = asked.unit !== null && STATED.has(asked.unit);
  // Tables were asked before: what no text says either is not in the files, unless entries would have to be counted.
  if (value === null || candidate === null) return numeric && !stated && COUNTING.test(text);
  if (candidate.source === "row" && ties > 0 && (numeric || asked.type === "date")) return true;
  if (asked.type !== "number" || asked.unit !== null || !COUNTING.test(text)) return false;
  // A sentence that speaks of all that is asked ("one tablet in the morning, two at night") tells how many in words.
  if (candidate.source === "text" && candidate.attribute >= 0.75 && candidate.score >= 0.9) return false;
  return candidate.kind !== "number" || candidate.attribute < 0.6;
}
