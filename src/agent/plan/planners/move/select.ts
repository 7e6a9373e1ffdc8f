import { findDates, findPeriods, fold, stem, words, type Doc } from "../../../../files/index.ts";
import { directConcepts } from "../../lexicon/index.ts";
import { maskSpans } from "../../request/index.ts";
import type { PlanContext } from "../../types.ts";
import { readFields } from "../fields/readFields.ts";
import { isDayFirst } from "../shared/dayFirst.ts";
import { overlaps, type Reading } from "../shared/reading.ts";
import { classOf, paperWords } from "./docClass.ts";
import { splitPath } from "./names.ts";
import { askedStates, isInState } from "./states.ts";
import type { Target } from "./target.ts";

/** "Whatever isn't an invoice stays put", "was keine Rechnung ist, behält seinen Namen": about the files not meant. */
export const STAYS =
  /(?:(?<=[.!?,;]\s|^|and\s|und\s)(?:what(?:ever)?|anything|everything|all|those|was|alles|wer|die|der|any)(?!\p{L})[^.!?;]{0,80}(?<!\p{L})(?:stays?|remains?|keeps?|alone|untouched|bleib\p{L}*|behält|behalten|unangetastet|liegen)(?!\p{L})[^.!?;]*|(?<!\p{L})(?:leave|lass\p{L}*)\s(?:the rest|everything else|anything|all else|others?|alles|den rest|was)[^.!?;]*)/iu;

/** The words of a clause that say which files are meant: without the goal, the new names, and what stays. */
export function askingWords(reading: Reading, target: Target): string {
  // A word that the new name is made of ("to the word completed") says nothing of the files as they are.
  const named = words(target.example ?? "").filter(({ word }) => word.length > 3 && !/\d/u.test(word));
  const parts = words(reading.text).filter(({ word }) => named.some((other) => other.word === word));
  const masked = maskSpans(reading.text, [...target.spans, ...parts]);
  return masked.replaceAll(new RegExp(STAYS.source, "giu"), (part) => " ".repeat(part.length));
}

/**
 * Of many files those that the words mean: of the kind that is named, in the state that is asked for, due or dated as the
 * words say, of the people they name. What no file fits narrows nothing, but a kind, a state or a date always does.
 */
export async function selectFiles(docs: Doc[], asks: string, reading: Reading, ctx: PlanContext): Promise<Doc[]> {
  const kinds = paperWords(asks);
  const ids = new Set(kinds.flatMap((kind) => kind.ids));
  let rest = docs;
  const ofKind = rest.filter((doc) => [...classOf(doc)].some((id) => ids.has(id)));
  if (ofKind.length > 0) rest = ofKind;
  const states = askedStates(asks);
  if (states.length > 0) {
    const topics = topicsOf(asks, rest);
    rest = rest.filter((doc) => states.every((asked) => isInState(doc, asked, topics, ctx)));
  }
  rest = await dueAsAsked(rest, asks, reading, ctx);
  rest = datedAsAsked(rest, asks, ctx);
  return ofNames(rest, asks, reading);
}

/** The files whose own title ("Completion sheet") the words call in full; all of them when they call none or all. */
export function calledByTitle(docs: Doc[], asks: string): Doc[] {
  const said = new Set(words(asks).map(({ word }) => stem(word)));
  const called = docs.filter((doc) => {
    const [line = ""] = doc.text.trimStart().split("\n", 1);
    const title = words(line.replace(/^[#*\s-]+/u, "")).filter(({ word }) => !/\d/u.test(word));
    return title.length > 1 && title.length < 5 && title.every(({ word }) => said.has(stem(word)));
  });
  return called.length > 0 ? called : docs;
}

/** Whether anything of it would narrow the files at all. */
export function narrows(asks: string): boolean {
  return paperWords(asks).length > 0 || askedStates(asks).length > 0;
}

/** Words of the request that some lines of the files hold, and others do not: what a state is about. */
function topicsOf(asks: string, docs: Doc[]): string[] {
  const kinds = new Set(paperWords(asks).map(({ text }) => fold(text)));
  return words(asks)
    .map(({ word }) => word)
    .filter(
      (word) =>
        word.length > 3 && !kinds.has(word) && !/^(?:foto\p{L}*|photo\p{L}*|bild\p{L}*|picture\p{L}*)$/u.test(word),
    )
    .filter((word) =>
      docs.some((doc) => doc.text.split("\n").some((line) => words(line).some((one) => one.word === word))),
    );
}

const DUE = /(?<!\p{L})(?:due|payable|fällig\p{L}*|zahlbar|zu zahlen|frist\p{L}*)(?!\p{L})/iu;
const OVERDUE = /(?<!\p{L})(?:overdue|überfällig\p{L}*)(?!\p{L})/iu;
const FROM = /(?<!\p{L})(?:after|from|since|nach|ab|seit)\s+(?:the\s+|dem\s+)?(?:\p{L}+\s+)?$/iu;

/** "due by 30 November": the day of payment that the paper says, or reckons from its own day. */
async function dueAsAsked(docs: Doc[], asks: string, reading: Reading, ctx: PlanContext): Promise<Doc[]> {
  const limit = DUE.test(asks)
    ? reading.dates.find(({ start }) => asks.slice(start, start + 1).trim() !== "")
    : undefined;
  const last = limit?.iso ?? (OVERDUE.test(asks) ? ctx.request.today : null);
  if (last === null) return docs;
  const after = limit !== undefined && FROM.test(asks.slice(0, limit.start));
  const kept: Doc[] = [];
  for (const doc of docs) {
    const [due] = await readFields(doc, [ctx.request.lang === "de" ? "Fälligkeitsdatum" : "due date"], ctx);
    const day = due?.candidate?.value;
    if (day !== undefined && (after ? day >= last : day <= last)) kept.push(doc);
  }
  return kept;
}

function datedAsAsked(docs: Doc[], asks: string, ctx: PlanContext): Doc[] {
  if (DUE.test(asks) || OVERDUE.test(asks)) return docs;
  const period = findPeriods(asks, { today: ctx.request.today })[0];
  if (!period) return docs;
  return docs.filter((doc) => {
    const day = ownDay(doc, ctx);
    return day !== null && (period.from === null || day >= period.from) && (period.to === null || day <= period.to);
  });
}

/** The day of a document as its records say, else the first that stands in it. */
function ownDay(doc: Doc, ctx: PlanContext): string | null {
  const sent = doc.meta["date"]?.slice(0, 10);
  return sent ?? datesOf(doc, ctx)[0] ?? null;
}

const datesOf = (doc: Doc, ctx: PlanContext) =>
  findDates(doc.text.slice(0, 3000), {
    today: ctx.request.today,
    dayFirst: isDayFirst(ctx.catalogue, ctx.request),
  }).map(({ iso }) => iso);

/** Names and numbers of the clause that some of the files hold and others do not. */
function ofNames(docs: Doc[], asks: string, reading: Reading): Doc[] {
  let rest = docs;
  for (const term of reading.terms) {
    if (overlaps(term, reading.dates) || overlaps(term, reading.paths)) continue;
    const said = asks.slice(term.start, term.end);
    if (!term.name || said !== term.text || directConcepts(term.word).length > 0 || term.text.length < 3) continue;
    // The folder that all of them lie in tells none of them apart.
    if (rest.every((doc) => fold(splitPath(doc.path).folder).includes(fold(term.text)))) continue;
    const holding = rest.filter((doc) => fold(`${splitPath(doc.path).stem} ${doc.text}`).includes(fold(term.text)));
    if (holding.length > 0 && holding.length < rest.length) rest = holding;
  }
  return rest;
}
