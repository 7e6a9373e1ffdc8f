import { stem, words, type Doc, type Lang } from "../../../../files/index.ts";
import { isStopWord } from "../../lexicon/index.ts";
import { quoteData } from "../../prompt.ts";
import type { Evidence, Fill } from "../../types.ts";
import { instructionSpans } from "../text/instructions.ts";
import type { Need } from "../text/needs.ts";
import { countWords, inNotation, inventedNumbers, languageIs } from "../text/values.ts";
import { titleOf } from "../text/docs.ts";
import { asksForDecisions, decidedPoints, isBareMark } from "./decided.ts";
import { asSentence, extract, fillUp, lacking, share, toSentences, trim } from "./fit.ts";
import { withoutLeftOut } from "./leaveOut.ts";
import { pointsOf, selectPoints, type Point } from "./points.ts";

export interface SummaryOrder {
  docs: Doc[];
  /** The request's own words: they tell what to pay attention to. */
  request: string;
  needs: Need[];
  names: ReadonlySet<string>;
  lang: Lang;
  maxWords: number;
  maxSentences: number | null;
  today: string;
}

export interface Summary {
  text: string;
  evidence: Evidence[];
}

const MIN_WORDS = 12;

/** A summary that keeps the limit, names what matters and invents nothing: the model's where it passes, else the text's own sentences. */
export async function summarise(order: SummaryOrder, fill: Fill): Promise<Summary> {
  const decisions = asksForDecisions(order.request);
  const told = withoutLeftOut(pointsOf(order.docs, order.needs, order.names, order.today), order.request);
  const all = decisions ? decidedPoints(told) : told;
  const asTheyStand = decisions ? asDecided(all, order) : null;
  if (asTheyStand) return asTheyStand;
  const points = selectPoints(all, order.maxWords, 1.4);
  if (points.length === 0) return { text: "", evidence: [] };
  const hidden = order.docs.flatMap((doc) =>
    instructionSpans(doc.text).map((span) => doc.text.slice(span.start, span.end)),
  );
  const source = points.map((point) => point.text).join("\n");
  const kept = selectPoints(all, order.maxWords, 1.15);
  const check = (text: string) => faultsOf(text, order, points, kept, hidden);
  const draft = await fill.write({
    task: `${order.request}\nWrite the summary only, in full sentences. Tell every date, number and name that matters.`,
    context: `Text${titles(order.docs)}:\n${quoteData(source, 2400)}`,
    lang: order.lang,
    maxWords: order.maxWords,
    check,
  });
  const text = await finish(draft.text, order, kept, hidden, fill);
  return { text: limitSentences(text, order.maxSentences), evidence: evidenceOf(points) };
}

/** Decisions in the paper's own words, where they fit and are in the right language: to put them otherwise would only lose some. */
function asDecided(points: Point[], { lang, maxWords, maxSentences }: SummaryOrder): Summary | null {
  const items = points.filter((point) => !isBareMark(point));
  const text = items.map((item) => asSentence(item.text.replaceAll("**", ""))).join(" ");
  const fits = countWords(text) <= maxWords && maxSentences === null;
  return fits && items.length > 1 && languageIs(text) === lang ? { text, evidence: evidenceOf(items) } : null;
}

function titles(docs: Doc[]): string {
  const names = docs
    .slice(0, 3)
    .map(titleOf)
    .filter((title) => title !== "");
  return names.length === 0 ? "" : ` (${names.join("; ")})`;
}

function evidenceOf(points: Point[]): Evidence[] {
  return points
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 4)
    .map((point) => ({ path: point.unit.doc.path, quote: point.unit.text.slice(0, 300) }));
}

/** What a summary lacks or has too much of, in words for the model. */
function faultsOf(text: string, order: SummaryOrder, points: Point[], kept: Point[], hidden: string[]): string[] {
  const faults: string[] = [];
  const count = countWords(text);
  // A little too long is trimmed by code; the model does not shorten when told.
  if (count > order.maxWords * 1.5) faults.push(`it has ${count} words, at most ${order.maxWords} are allowed`);
  if (count < MIN_WORDS && points.length > 1) faults.push("it is too short");
  if (languageIs(text) !== order.lang) faults.push(`it is not in ${order.lang === "de" ? "German" : "English"}`);
  const source = `${order.request}\n${order.docs.map((doc) => `${titleOf(doc)}\n${doc.meta["date"] ?? ""}`).join("\n")}\n${points.map((point) => point.text).join("\n")}`;
  for (const number of inventedNumbers(text, source, order.today).slice(0, 2))
    faults.push(`"${number}" is not in the text`);
  for (const secret of repeated(text, hidden)) faults.push(`"${secret}" does not belong into it`);
  for (const fact of lacking(text, kept, order.today).slice(0, 4)) faults.push(`"${fact.text}" is missing`);
  return faults;
}

/** Words of hidden lines (codes, capitals) that came through. */
function repeated(text: string, hidden: string[]): string[] {
  const codes = hidden.flatMap(
    (line) => line.match(/\b[\p{Lu}\d]{3,}(?:-[\p{Lu}\d]+)*\b|\b[\w-]+\.(?:csv|txt|md|pdf|xlsx|eml)\b/gu) ?? [],
  );
  return [...new Set(codes)].filter((code) => /[\d.-]/u.test(code) && text.includes(code)).slice(0, 2);
}

/** A text of another language that tells this share of the facts is good enough to need no translating. */
const GOOD = 0.9;

/** Code has the last word: what is wrong goes out, what is missing comes in as the text itself says it. */
async function finish(
  draft: string,
  order: SummaryOrder,
  kept: Point[],
  hidden: string[],
  fill: Fill,
): Promise<string> {
  const { today, maxWords, lang } = order;
  const model = trim(dropSentences(inNotation(tidy(draft), lang), order, hidden), kept, maxWords, today);
  const isUsable = languageIs(model) === lang && countWords(model) >= MIN_WORDS;
  const isSame = languageIs(kept.map((point) => point.text).join(" ")) === lang;
  if (!isSame && isUsable && share(model, kept, today) >= GOOD) return model;
  const told = isSame ? kept : await translate(kept, lang, order, fill);
  const own = extract(told, maxWords);
  if (!isUsable) return own || model || extract(kept, maxWords);
  const filled = fillUp(model, told, maxWords, today);
  return share(filled, kept, today) >= share(own, kept, today) ? filled : own;
}

const MAX_TRANSLATED = 6;

/** The points sentence by sentence in the asked language; one whose figures or language do not come out right falls away. */
async function translate(points: Point[], lang: Lang, order: SummaryOrder, fill: Fill): Promise<Point[]> {
  const best = new Set(points.toSorted((a, b) => b.score - a.score).slice(0, MAX_TRANSLATED));
  const told: Point[] = [];
  for (const point of points.filter((one) => best.has(one))) {
    const check = (text: string) => [
      ...(languageIs(text) === lang ? [] : ["the language is wrong"]),
      ...lacking(text, [point], order.today).map((fact) => `"${fact.text}" is missing`),
      ...inventedNumbers(text, point.text, order.today).map((number) => `"${number}" is wrong`),
    ];
    const draft = await fill.write({
      task: "Translate this sentence. Write the translation only.",
      context: quoteData(point.text, 400),
      lang,
      check,
      rounds: 1,
    });
    const text = inNotation(tidy(draft.text), lang);
    if (
      countWords(text) > 2 &&
      languageIs(text) === lang &&
      inventedNumbers(text, point.text, order.today).length === 0
    )
      told.push({ ...point, text });
  }
  return told;
}

/** The answer without a title line, list signs and code fences. */
function tidy(text: string): string {
  return text
    .replaceAll(/```\w*\n?/gu, "")
    .replace(/^(?:\*\*|#+\s*)?(?:summary|zusammenfassung|here is .{0,40}|hier ist .{0,40})(?:\*\*)?\s*:\s*/iu, "")
    .replaceAll(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/gmu, "")
    .replaceAll(/\*\*/gu, "")
    .replaceAll(/\s*\n+\s*/gu, " ")
    .trim();
}

/** Whether at least half of a sentence's content words stand in the text; another language cannot be compared so. */
function isGrounded(sentence: string, source: string): boolean {
  if (languageIs(sentence) !== languageIs(source)) return true;
  const known = new Set(words(source).map((word) => stem(word.word)));
  const content = words(sentence).filter((word) => word.word.length > 3 && !isStopWord(word.word));
  return content.length === 0 || content.filter((word) => known.has(stem(word.word))).length >= content.length * 0.55;
}

function dropSentences(text: string, order: SummaryOrder, hidden: string[]): string {
  const source = `${order.request}\n${order.docs.map((doc) => doc.text).join("\n")}`;
  return toSentences(text)
    .filter(
      (sentence) =>
        inventedNumbers(sentence, source, order.today).length === 0 &&
        repeated(sentence, hidden).length === 0 &&
        isGrounded(sentence, source),
    )
    .join(" ");
}

function limitSentences(text: string, max: number | null): string {
  return max === null ? text : toSentences(text).slice(0, max).join(" ");
}
