import { guessLanguage, sentences } from "../../../files/index.ts";
import type { FoundChunk } from "../../../store/index.ts";
import { toTokens } from "../knowledge/terms.ts";
import { factSchema, type Fact, type FactCell, type RowFact } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import { isSoft } from "./chatter.ts";
import { chooseCells } from "./cells.ts";
import { cover, NOTHING, strength, toHaystack, type Haystack, type Rarity } from "./match.ts";
import { monthsOf } from "./months.ts";
import { periodOf } from "./quantities.ts";
import { holds, speaksOfOpening, toWant, type Want } from "./wants.ts";
import { weekdaysOf } from "./weekdays.ts";

/** Something in the knowledge that may answer a question. */
export interface Candidate {
  fact: Fact;
  /** Of the document, and its path. */
  document: string;
  path: string;
  /** What says it: literal pieces of the fact, in order; of a row, its cells. */
  quotes: string[];
  cells: FactCell[];
  /** 0..1: how much of what is asked it holds. */
  share: number;
  /** Of a row: what it is called is all said in the question. */
  isWhole: boolean;
  /** All its words are everywhere: an answer only where nothing else fits. */
  isVague: boolean;
  /** For ranking; comparable within one question. */
  score: number;
}

/** Least share of the words' weight. Measured: `npm run eval -- inbox --replies`. */
const LEAST_SHARE = 0.62;
/** Less than that says nothing about what is meant: all its words are everywhere. */
const LEAST_HELD = 0.3;

/** The words that a question is to be answered by, as far as they are its own, or those it refers to. */
interface Target {
  words: readonly AskWord[];
  /** Words of sentences before, which may merely be the story. */
  story: readonly AskWord[];
}

/** What may answer a question, best first. Nothing that lacks a word which makes it another question. */
export function findCandidates(ask: Ask, chunks: readonly FoundChunk[], rarity: Rarity): Candidate[] {
  const found: Candidate[] = [];
  for (const target of toTargets(ask, rarity)) {
    for (const chunk of chunks) {
      const parsed = factSchema.safeParse(chunk.data);
      if (parsed.success) found.push(...toCandidates(ask, target, parsed.data, chunk, rarity));
    }
    if (found.length > 0) break;
  }
  return found.toSorted((a, b) => b.score - a.score);
}

/** What the question says, with what it refers to; where it says too little by itself, also with what was told before. */
function toTargets({ words, refersBack, before, want }: Ask, rarity: Rarity): Target[] {
  if (words.length === 0 && SELF_SPEAKING.has(want)) return [{ words, story: [] }];
  if (refersBack || words.length === 0) {
    const referred = [...words, ...before.asked];
    if (before.asked.length === 0) return [{ words, story: before.told }];
    const alone = { words: referred, story: [] };
    return before.told.length > 0 ? [{ words: referred, story: before.told }, alone] : [alone];
  }
  // "My chair is broken. What does a repair cost?" is about a chair, if anything is known of repairing chairs.
  const alone: Target = { words, story: [] };
  const story = before.asked.length > 0 ? [] : before.told;
  const telling = words.some((word) => cover([word], NOTHING, rarity).lacks !== null || !word.isNoun);
  const within: Target = { words, story: telling ? story : [...before.asked, ...before.told] };
  return within.story.length > 0 ? [within, alone] : [alone];
}

/** Of these there is one in a firm: "when are you open?" */
const SELF_SPEAKING: ReadonlySet<Want> = new Set(["hours", "phone", "mail", "address"]);

function toCandidates(ask: Ask, target: Target, fact: Fact, chunk: FoundChunk, rarity: Rarity): Candidate[] {
  const base = { fact, document: chunk.document.id, path: chunk.document.path, isWhole: false };
  if (fact.kind === "row") {
    const row = rowCandidate(ask, target, fact, rarity);
    return row === null ? [] : [{ ...base, ...row }];
  }
  const parts = toParts(fact);
  if (ask.want === "hours") {
    const hours = hoursCandidate(ask, target, fact, parts, rarity);
    return hours === null ? [] : [{ ...base, ...hours }];
  }
  const around = [
    ...fact.headings,
    ...(fact.kind === "answer" ? [fact.question] : []),
    ...(fact.kind === "pair" ? [fact.label] : []),
  ];
  const language = guessLanguage([...around, ...parts].join(" "));
  const isForeign = language !== ask.language;
  const whole = fact.kind === "lines" ? null : toHaystack([...around, ...parts].join("\n"));
  const asked = fact.kind === "answer" ? cover(target.words, toHaystack(fact.question), rarity, isForeign) : null;
  const found = parts.flatMap((part, at): Candidate[] => {
    if (!holds(ask.want, part)) return [];
    const own = toHaystack(part);
    if (ask.counted !== null && strength(ask.counted, own, isForeign) === 0) return [];
    // Each line of a list is a matter of its own; the sentences of a paragraph are about one.
    const fit = measure(ask, target, whole ?? toHaystack([...around, part].join("\n")), rarity, isForeign);
    if (fit === null) return [];
    const words = target.words.length > 0 ? target.words : target.story;
    const inside = cover(words, own, rarity, isForeign);
    // A sentence that holds nothing of the question must go on from one that does, or answer a question that does.
    const isMeant =
      fact.kind === "lines" ||
      (asked?.share ?? 0) >= LEAST_SHARE ||
      isUnder(fact, target) ||
      goesOn(part) ||
      SELF_SPEAKING.has(ask.want);
    if (inside.held < 0.1 && !isMeant) return [];
    const quotes = quote(fact, parts, at);
    const told = whole === null ? quotes : complete(quotes, parts, { words, around, isForeign });
    if (told === null) return [];
    // The same question, answered.
    const again =
      fact.kind === "answer" && (asked?.share ?? 0) >= 0.9 && toWant(fact.question) === ask.want ? 0.8 : 0.3;
    const said = cover(words, toHaystack(told.join("\n")), rarity, isForeign).share;
    const before = cover(ask.before.told, own, rarity).share;
    const past = fact.kind === "answer" && fact.isPast ? 0.2 : 0;
    const score =
      fit.share +
      0.5 * Math.max(inside.share, 0.8 * said) +
      again * (asked?.share ?? 0) +
      0.15 * before -
      0.01 * at -
      past +
      inPeriod(ask, told);
    return [{ ...base, quotes: told, cells: [], share: fit.share, isVague: fit.isVague, score }];
  });
  return found.filter(({ quotes }) => !found.some((other) => isMore(quotes, other.quotes)));
}

/** Says all that the other says, and more. */
const isMore = (quotes: readonly string[], other: readonly string[]): boolean =>
  quotes.length > other.length && other.every((one) => quotes.includes(one));

/** Sentences that one answer may have. */
const MOST_QUOTES = 4;

/**
 * The sentences, with those of the same paragraph that hold what they lack of the question: "a small dog costs 24 €" is no answer to what a
 * large one costs where the next sentence tells that. Null: too many would be needed.
 */
function complete(
  quotes: readonly string[],
  parts: readonly string[],
  { words, around, isForeign }: { words: readonly AskWord[]; around: readonly string[]; isForeign: boolean },
): string[] | null {
  const chosen = new Set(quotes);
  for (const word of words) {
    const isHeld = (text: string): boolean => strength(word, toHaystack(text), isForeign) > 0;
    if ([...around, ...chosen].some(isHeld)) continue;
    const next = parts.find(isHeld);
    if (next !== undefined) chosen.add(next);
  }
  const told =
    quotes.length === 2 && quotes.some((one) => !parts.includes(one)) ? quotes : parts.filter((one) => chosen.has(one));
  return told.length > MOST_QUOTES ? null : [...told];
}

/** All that a fact says about when it is open, if it speaks of opening at all. */
function hoursCandidate(
  ask: Ask,
  target: Target,
  fact: Exclude<Fact, RowFact>,
  parts: readonly string[],
  rarity: Rarity,
): Omit<Candidate, "fact" | "document" | "path" | "isWhole"> | null {
  const all = parts.filter((part) => holds("hours", part));
  const days = weekdaysOf(ask.text, true);
  const ofDays = days.size === 0 ? [] : all.filter((part) => !days.isDisjointFrom(weekdaysOf(part, false)));
  const quotes = ofDays.length > 0 ? ofDays : all;
  // On a day of the year other hours may hold than usual: only what speaks of its month says so.
  const about = [...fact.headings.slice(-1), ...quotes].join("\n");
  if (ask.months.size > 0 && ask.months.isDisjointFrom(monthsOf(about))) return null;
  const text = [...fact.headings.slice(-1), ...(fact.kind === "answer" ? [fact.question] : []), ...quotes].join("\n");
  if (quotes.length === 0 || !speaksOfOpening(text)) return null;
  const fit =
    target.words.length + target.story.length === 0
      ? { share: 1, isVague: false }
      : measure(ask, target, toHaystack(text), rarity, true);
  return (
    fit && {
      quotes: fact.kind === "pair" ? [fact.label, fact.value] : quotes,
      cells: [],
      share: fit.share,
      isVague: fit.isVague,
      score: fit.share + (ofDays.length > 0 ? 1 : 0) + 0.01 * Math.min(3, quotes.length),
    }
  );
}

/** The heading above, or the label before, says what it is about; the title of a whole document is too far away. */
const isUnder = (fact: Fact, { words, story }: Target): boolean => {
  const above = toHaystack(
    [
      fact.headings.at(-1) === fact.headings[0] ? "" : (fact.headings.at(-1) ?? ""),
      fact.kind === "pair" ? fact.label : "",
    ].join("\n"),
  );
  return [...words, ...story].some((word) => strength(word, above) > 0);
};

const GOES_ON =
  /^(?:Sie|Er|Es|Diese[rs]?|Dann|Danach|Davor|Vorher|Später|Sonst|Ansonsten|Andernfalls|Davon|Dafür|Dazu|Dort|It|They|This|These|That|Then|The fee|After that|Afterwards|Thereafter|Otherwise|Later|With less|If it|Done|Fertig)(?![\p{L}])/u;
const LIMITS_IT =
  /^(?:Danach|Davor|Vorher|Später|Sonst|Ansonsten|Andernfalls|Then|After that|Afterwards|Thereafter|Otherwise|Later|With less|From then|Ab dann)(?![\p{L}])/u;
/** "From 1 March it costs …", "Ab 1.3. …" */
const limits = (part: string): boolean =>
  LIMITS_IT.test(part) ||
  (/^(?:Ab|Seit|Bis|From|As of|Since|Until)(?![\p{L}])/u.test(part) &&
    (monthsOf(part).size > 0 || /\d\.\d{1,2}\./.test(part)));
const goesOn = (part: string): boolean => GOES_ON.test(part);

function measure(
  ask: Ask,
  { words, story }: Target,
  hay: Haystack,
  rarity: Rarity,
  isForeign: boolean,
): { share: number; isVague: boolean } | null {
  if (words.length + story.length === 0) return SELF_SPEAKING.has(ask.want) ? { share: 0.9, isVague: false } : null;
  if (
    words.length > 0 &&
    story.length === 0 &&
    !SELF_SPEAKING.has(ask.want) &&
    words.every(({ folded }) => isSoft(folded))
  )
    return null;
  const own = cover(words, hay, rarity, isForeign);
  if (own.lacks !== null) return null;
  const exact = story.filter((word) => word.isExact);
  if (cover(exact, hay, rarity).lacks !== null) return null;
  const all = cover([...words, ...story], hay, rarity, isForeign);
  const share = words.length === 0 ? all.share : own.share;
  const isVague = all.held < LEAST_HELD;
  if (share < LEAST_SHARE || all.share < LEAST_SHARE - 0.12 || (isVague && all.share < 0.99)) return null;
  return { share, isVague };
}

/** What stands alone as an answer: sentences, or lines. */
function toParts(fact: Exclude<Fact, RowFact>): string[] {
  switch (fact.kind) {
    case "lines":
      return fact.lines;
    case "pair":
      return [`${fact.label}: ${fact.value}`];
    case "answer":
      return sentences(fact.answer).map(({ text }) => text);
    case "text":
      return sentences(fact.text).map(({ text }) => text);
  }
}

/** Answers of one or two sentences whole; else the sentence, with the one that it goes on from. */
function quote(fact: Exclude<Fact, RowFact>, parts: readonly string[], at: number): string[] {
  if (fact.kind === "pair") return [fact.label, fact.value];
  if (fact.kind === "answer" && parts.length <= 2) return [...parts];
  let from = at;
  while (from > 0 && (goesOn(parts[from] ?? "") || limits(parts[from] ?? ""))) from -= 1;
  // "… until then free. After that 50 %": half of it is another answer.
  let to = at + 1;
  while (to < parts.length && limits(parts[to] ?? "")) to += 1;
  return parts.slice(from, to);
}

/** Where a price per night is asked for, one that says so. */
const inPeriod = ({ want, period }: Ask, texts: readonly string[]): number =>
  want === "price" && period !== null && texts.some((text) => periodOf(text) === period) ? 0.15 : 0;

function rowCandidate(
  ask: Ask,
  target: Target,
  row: RowFact,
  rarity: Rarity,
): Omit<Candidate, "fact" | "document" | "path"> | null {
  const key = row.key.map(({ raw, name, unit }) => `${raw} ${unit ?? ""} ${name}`).join("\n");
  const told = row.cells.filter(({ type }) => type !== "money").map(({ raw, name }) => `${name} ${raw}`);
  const around = [...row.headings, row.table, key, ...told];
  const hay = toHaystack([...around, ...row.cells.map(({ name }) => name)].join("\n"));
  // A count that is a cell of the key ("Quantity 250") says which row, not how many of it.
  const isRowCount = ask.quantity !== null && row.key.some(({ value }) => value === String(ask.quantity));
  const isForeign = guessLanguage([...row.headings, key, ...told].join(" ")) !== ask.language;
  const fit = measure(ask, target, hay, rarity, isForeign);
  if (fit === null) return null;
  const called = row.key.flatMap(({ type, raw }) => (type === "text" ? [raw] : []));
  const names = toHaystack(called.join("\n"));
  const named = [...target.words, ...target.story].filter((word) => strength(word, names, isForeign) > 0);
  const isDay = ask.want === "hours" && !weekdaysOf(ask.text, true).isDisjointFrom(weekdaysOf(key, false));
  if (!isDay && !named.some((word) => !word.isExact)) return null;
  const cells = chooseCells(ask, target.words, row, isRowCount ? null : ask.quantity);
  if (cells === null) return null;
  // What only the column of another price says is not said of this one.
  const others = ask.want === "price" ? [] : row.cells;
  const chosen = toHaystack([...around, ...[...cells, ...others].map(({ name }) => name)].join("\n"));
  if (measure(ask, target, chosen, rarity, isForeign) === null) return null;
  const parts = toTokens(called.join("\n")).map(({ text }) => toHaystack(text));
  const said = parts.filter((part) => named.some((word) => strength(word, part, isForeign) > 0));
  const score =
    fit.share +
    0.4 * (said.length / Math.max(1, parts.length)) +
    inPeriod(
      ask,
      cells.map((cell) => cell.name),
    ) +
    0.3 +
    (isRowCount ? 1 : 0);
  const isWhole = said.length === parts.length;
  return { quotes: [], cells, isWhole, share: fit.share, isVague: fit.isVague, score };
}
