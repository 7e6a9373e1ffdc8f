import { guessLanguage, sentences } from "../../../files/index.ts";
import type { FoundChunk } from "../../../store/index.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { showFact } from "../knowledge/toFacts.ts";
import { factSchema, type Fact, type FactCell } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import type { Candidate } from "./candidates.ts";
import { chooseCells } from "./cells.ts";
import { isSoft } from "./chatter.ts";
import { isOnlyKind, strength, toHaystack, type Haystack } from "./match.ts";
import { holds } from "./wants.ts";

/** The encoder's vector of a text, of length 1; null: there is no encoder. */
export type Meaning = (text: string) => Promise<Float32Array | null>;

/**
 * How much nearer the best piece must be than the next. Measured (docs/replies.md): to questions that the documents do not answer, the
 * nearest piece leads by 0.028 at most where code lets it pass, since several are equally far.
 */
const LEAST_LEAD = 0.035;
/** Sentences that are quoted whole; of longer pieces it would not be known which is the answer. */
const MOST_SENTENCES = 4;
/** How sure such an answer is: less than what goes out by itself (`mayGoOut`). */
const SURE = 0.5;

interface Piece {
  fact: Fact;
  chunk: FoundChunk;
  /** What is compared, with the heading above. */
  text: string;
  quotes: string[];
}

/**
 * The piece of the knowledge that means what a question means, where one stands out: for words that no lexicon has, and across languages.
 * Code still asks that it holds the kind of answer that is wanted, and every number and model of the question. Null: none does.
 */
export async function findByMeaning(
  ask: Ask,
  subject: string,
  { knowledge, meaning, today }: { knowledge: Knowledge; meaning: Meaning; today: string },
): Promise<Candidate | null> {
  const pieces = (await knowledge.all()).flatMap((chunk) => toPieces(chunk, today));
  if (pieces.length < 2) return null;
  const asked = await meaning(ask.words.length > 1 ? ask.text : `${subject}: ${ask.text}`);
  if (asked === null) return null;
  let best: { piece: Piece; near: number } | null = null;
  let next = -1;
  for (const piece of pieces) {
    const vector = await meaning(piece.text);
    if (vector === null) return null;
    const near = dot(asked, vector);
    if (best === null || near > best.near) {
      next = best?.near ?? -1;
      best = { piece, near };
    } else next = Math.max(next, near);
  }
  return best === null || best.near - next < LEAST_LEAD ? null : toCandidate(ask, best.piece);
}

function toPieces(chunk: FoundChunk, today: string): Piece[] {
  const parsed = factSchema.safeParse(chunk.data);
  if (!parsed.success || parsed.data.isOld || (parsed.data.since ?? "") > today) return [];
  const fact = parsed.data;
  const heading = fact.headings.at(-1) ?? "";
  const piece = (text: string, quotes: string[]): Piece => ({ fact, chunk, text: `${heading}: ${text}`, quotes });
  switch (fact.kind) {
    case "lines":
      return fact.lines.map((line) => piece(line, [line]));
    case "pair":
      return [piece(`${fact.label}: ${fact.value}`, [fact.label, fact.value])];
    case "answer":
      return [piece(`${fact.question} ${fact.answer}`, toSentences(fact.answer))];
    case "text":
      return [piece(fact.text, toSentences(fact.text))];
    case "row":
      return [piece(showFact(fact), [])];
  }
}

const toSentences = (text: string): string[] => sentences(text).map(({ text: sentence }) => sentence);

function toCandidate(ask: Ask, { fact, chunk, text, quotes }: Piece): Candidate | null {
  const hay = toHaystack(text);
  const own = ask.refersBack || ask.words.length === 0 ? [...ask.words, ...ask.before.asked] : ask.words;
  const told = own.length === 0 ? ask.before.told.filter(({ isExact }) => isExact) : [];
  const isForeign = guessLanguage(text) !== ask.language;
  if ([...own, ...told].some((word) => isMissed(word, hay, isForeign))) return null;
  const cells: FactCell[] | null = fact.kind === "row" ? chooseCells(ask, ask.words, fact, ask.quantity) : [];
  if (cells === null || quotes.length > MOST_SENTENCES) return null;
  if (fact.kind !== "row" && !holds(ask.want, quotes.join("\n"))) return null;
  const { id, path } = chunk.document;
  return { fact, document: id, path, quotes, cells, share: SURE, score: SURE, isWhole: false, isVague: false };
}

/**
 * Whether it is about something else without this word: a number, a model, a name; a thing of which the piece does not speak. The other
 * language may have a word for it that no lexicon has: there the encoder is believed.
 */
function isMissed(word: AskWord, hay: Haystack, isForeign: boolean): boolean {
  const isHeld = strength(word, hay, isForeign) > 0 && (isForeign || !isOnlyKind(word, hay));
  if (isHeld || (!word.isExact && (!word.isNoun || isSoft(word.folded)))) return false;
  const isKnown = word.keys.length > 1;
  return word.isExact || !isForeign || isKnown || (/^\p{Lu}/u.test(word.text) && word.parts.length === 0);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Remembers the vectors of the pieces, which every question is compared with. */
export function remembered(meaning: Meaning): Meaning {
  const known = new Map<string, Float32Array>();
  return async (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const vector = await meaning(text);
    if (vector === null) return null;
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, vector);
    return vector;
  };
}

/** 1.5 KB each. */
const MOST_REMEMBERED = 4_000;
