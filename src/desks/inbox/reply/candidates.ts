import { sentences } from "../../../files/index.ts";
import type { FoundChunk } from "../../../store/index.ts";
import { factSchema, type Fact, type FactCell, type RowFact } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import { chooseCells } from "./cells.ts";
import { cover, strength, toHaystack, type Haystack, type Rarity } from "./match.ts";
import { holds } from "./wants.ts";

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
function toTargets({ words, refersBack, before }: Ask, rarity: Rarity): Target[] {
  const telling = words.some(
    (word) => cover([word], { keys: new Set(), words: [], count: 0 }, rarity).lacks !== null || !word.isNoun,
  );
  const targets: Target[] = [];
  if (refersBack || words.length === 0) {
    if (before.asked.length > 0) targets.push({ words: [...words, ...before.asked], story: [] });
    else targets.push({ words, story: before.told });
  } else {
    targets.push({ words, story: [] });
    if (!telling) targets.push({ words, story: [...before.asked, ...before.told] });
  }
  return targets;
}

function toCandidates(ask: Ask, target: Target, fact: Fact, chunk: FoundChunk, rarity: Rarity): Candidate[] {
  const base = { fact, document: chunk.document.id, path: chunk.document.path };
  if (fact.kind === "row") {
    const row = rowCandidate(ask, target, fact, rarity);
    return row === null ? [] : [{ ...base, ...row }];
  }
  const parts = toParts(fact);
  const around = [...fact.headings, ...(fact.kind === "answer" ? [fact.question] : [])].join("\n");
  const whole = toHaystack([around, ...parts].join("\n"));
  const fit = measure(target, whole, rarity);
  if (fit === null) return [];
  const asked = fact.kind === "answer" ? cover(target.words, toHaystack(fact.question), rarity) : null;
  return parts.flatMap((part, at): Candidate[] => {
    if (!holds(ask.want, part)) return [];
    if (ask.counted !== null && strength(ask.counted, toHaystack(part)) === 0) return [];
    const own = cover([...target.words, ...target.story], toHaystack(part), rarity);
    // A sentence that holds nothing of the question must go on from one that does, or answer a question that does.
    if (own.held < 0.1 && (asked === null || asked.share < LEAST_SHARE) && !isUnder(fact, target) && !goesOn(part))
      return [];
    const score =
      fit.share +
      0.5 * own.share +
      0.3 * (asked?.share ?? 0) -
      0.02 * at -
      (fact.kind === "answer" && fact.isPast ? 0.2 : 0);
    return [{ ...base, quotes: quote(ask, fact, parts, at), cells: [], share: fit.share, score }];
  });
}

/** The heading above says what its lines are about. */
const isUnder = (fact: Fact, { words }: Target): boolean => {
  const heading = toHaystack(fact.headings.slice(-1).join(" "));
  return words.some((word) => strength(word, heading) > 0);
};

const GOES_ON =
  /^(?:Sie|Er|Es|Diese[rs]?|Dann|Danach|Davon|Dafür|Dazu|Dort|It|They|This|These|That|Then|The fee|After that|If it)(?![\p{L}])/u;
const goesOn = (part: string): boolean => GOES_ON.test(part);

function measure({ words, story }: Target, hay: Haystack, rarity: Rarity): { share: number } | null {
  const own = cover(words, hay, rarity);
  if (own.lacks !== null) return null;
  const exact = story.filter((word) => word.isExact);
  if (cover(exact, hay, rarity).lacks !== null) return null;
  const all = cover([...words, ...story], hay, rarity);
  const share = words.length === 0 ? all.share : own.share;
  if (share < LEAST_SHARE || all.share < LEAST_SHARE - 0.12 || all.held < LEAST_HELD) return null;
  return { share };
}

/** What stands alone as an answer: sentences, or lines. */
function toParts(fact: Exclude<Fact, RowFact>): string[] {
  if (fact.kind === "lines") return fact.lines;
  return sentences(fact.kind === "answer" ? fact.answer : fact.text).map(({ text }) => text);
}

/** Answers of one or two sentences whole; opening hours all of them; else the sentence, with the one that it goes on from. */
function quote(ask: Ask, fact: Exclude<Fact, RowFact>, parts: readonly string[], at: number): string[] {
  if (ask.want === "hours" && fact.kind === "lines") return parts.filter((part) => holds("hours", part));
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
  const fit = measure(target, hay, rarity);
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
