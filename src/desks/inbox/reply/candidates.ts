import { guessLanguage, sentences } from "../../../files/index.ts";
import type { FoundChunk } from "../../../store/index.ts";
import { factSchema, type Fact, type FactCell, type RowFact } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import { chooseCells } from "./cells.ts";
import { cover, NOTHING, strength, toHaystack, type Haystack, type Rarity } from "./match.ts";
import { holds, speaksOfOpening, type Want } from "./wants.ts";
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
    return before.asked.length > 0
      ? [{ words: [...words, ...before.asked], story: [] }]
      : [{ words, story: before.told }];
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
  const base = { fact, document: chunk.document.id, path: chunk.document.path };
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
  return parts.flatMap((part, at): Candidate[] => {
    if (!holds(ask.want, part)) return [];
    const own = toHaystack(part);
    if (ask.counted !== null && strength(ask.counted, own) === 0) return [];
    // Each line of a list is a matter of its own; the sentences of a paragraph are about one.
    const fit = measure(ask, target, whole ?? toHaystack([...around, part].join("\n")), rarity, isForeign);
    if (fit === null) return [];
    const inside = cover(target.words.length > 0 ? target.words : target.story, own, rarity, isForeign);
    // A sentence that holds nothing of the question must go on from one that does, or answer a question that does.
    const isMeant =
      fact.kind === "lines" ||
      (asked?.share ?? 0) >= LEAST_SHARE ||
      isUnder(fact, target) ||
      goesOn(part) ||
      SELF_SPEAKING.has(ask.want);
    if (inside.held < 0.1 && !isMeant) return [];
    const told = cover(ask.before.told, own, rarity).share;
    const past = fact.kind === "answer" && fact.isPast ? 0.2 : 0;
    const score = fit.share + 0.5 * inside.share + 0.3 * (asked?.share ?? 0) + 0.15 * told - 0.01 * at - past;
    return [{ ...base, quotes: quote(fact, parts, at), cells: [], share: fit.share, score }];
  });
}

/** All that a fact says about when it is open, if it speaks of opening at all. */
function hoursCandidate(
  ask: Ask,
  target: Target,
  fact: Exclude<Fact, RowFact>,
  parts: readonly string[],
  rarity: Rarity,
): Omit<Candidate, "fact" | "document" | "path"> | null {
  const all = parts.filter((part) => holds("hours", part));
  const days = weekdaysOf(ask.text, true);
  const ofDays = days.size === 0 ? [] : all.filter((part) => !days.isDisjointFrom(weekdaysOf(part, false)));
  const quotes = ofDays.length > 0 ? ofDays : all;
  const text = [...fact.headings.slice(-1), ...(fact.kind === "answer" ? [fact.question] : []), ...quotes].join("\n");
  if (quotes.length === 0 || !speaksOfOpening(text)) return null;
  const fit =
    target.words.length + target.story.length === 0
      ? { share: 1 }
      : measure(ask, target, toHaystack(text), rarity, true);
  return (
    fit && {
      quotes: fact.kind === "pair" ? [fact.label, fact.value] : quotes,
      cells: [],
      share: fit.share,
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
  /^(?:Sie|Er|Es|Diese[rs]?|Dann|Danach|Davon|Dafür|Dazu|Dort|It|They|This|These|That|Then|The fee|After that|If it|Done|Fertig)(?![\p{L}])/u;
const goesOn = (part: string): boolean => GOES_ON.test(part);

function measure(
  ask: Ask,
  { words, story }: Target,
  hay: Haystack,
  rarity: Rarity,
  isForeign: boolean,
): { share: number } | null {
  if (words.length + story.length === 0) return SELF_SPEAKING.has(ask.want) ? { share: 0.9 } : null;
  const own = cover(words, hay, rarity, isForeign);
  if (own.lacks !== null) return null;
  const exact = story.filter((word) => word.isExact);
  if (cover(exact, hay, rarity).lacks !== null) return null;
  const all = cover([...words, ...story], hay, rarity, isForeign);
  const share = words.length === 0 ? all.share : own.share;
  if (share < LEAST_SHARE || all.share < LEAST_SHARE - 0.12 || all.held < LEAST_HELD) return null;
  return { share };
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
  while (from > 0 && goesOn(parts[from] ?? "")) from -= 1;
  return parts.slice(from, at + 1);
}

function rowCandidate(
  ask: Ask,
  target: Target,
  row: RowFact,
  rarity: Rarity,
): Omit<Candidate, "fact" | "document" | "path"> | null {
  const key = row.key.map(({ raw, name, unit }) => `${raw} ${unit ?? ""} ${name}`).join("\n");
  const told = row.cells.filter(({ type }) => type !== "money").map(({ raw, name }) => `${name} ${raw}`);
  const hay = toHaystack([...row.headings, row.table, key, ...told, ...row.cells.map(({ name }) => name)].join("\n"));
  // A count that is a cell of the key ("Quantity 250") says which row, not how many of it.
  const isRowCount = ask.quantity !== null && row.key.some(({ value }) => value === String(ask.quantity));
  const isForeign = guessLanguage([...row.headings, key, ...told].join(" ")) !== ask.language;
  const fit = measure(ask, target, hay, rarity, isForeign);
  if (fit === null) return null;
  const names = toHaystack(
    row.key
      .filter(({ type }) => type === "text")
      .map(({ raw }) => raw)
      .join("\n"),
  );
  const named = [...target.words, ...target.story].filter((word) => strength(word, names) > 0);
  if (!named.some((word) => !word.isExact)) return null;
  const cells = chooseCells(ask, target.words, row, isRowCount ? null : ask.quantity);
  if (cells === null) return null;
  const keyWords = Math.max(1, names.count);
  const score = fit.share + 0.4 * Math.min(1, named.length / keyWords) + 0.3 + (isRowCount ? 1 : 0);
  return { quotes: [], cells, share: fit.share, score };
}
