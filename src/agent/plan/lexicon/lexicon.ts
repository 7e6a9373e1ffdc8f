import { remembering } from "../../../core/index.ts";
import { fold, stem } from "../../../files/index.ts";
import { BY_ID, BY_STEM, BY_WORD, normalise, stemAll } from "./data.ts";
import { splitCompound } from "./compound.ts";
import { isStopWord } from "./stopWords.ts";

/**
 * Concept ids of a word or short phrase, the closest first: the word itself, its stem, then head and modifier of a
 * compound ("Rechnungsbetrag" -> amount, invoice). Empty when the word is none of office life.
 */
export function concepts(word: string): string[] {
  const direct = directConcepts(word);
  if (direct.length > 0) return direct;
  const parts = splitCompound(normalise(word));
  return parts === null ? [] : [...new Set([...directConcepts(parts.head), ...directConcepts(parts.modifier)])];
}

/** Concepts of the word or phrase as a whole, without taking compounds apart. */
export function directConcepts(word: string): string[] {
  const key = normalise(word);
  const exact = BY_WORD.get(key);
  if (exact) return [...exact];
  if (key.length < 4) return [];
  // "keys", "jobs": stems of so few letters are not in the index.
  if (key.length === 4 && key.endsWith("s")) {
    const single = BY_WORD.get(key.slice(0, 3));
    if (single) return [...single];
  }
  return [...new Set([...(BY_STEM.get(stemAll(key, "de")) ?? []), ...(BY_STEM.get(stemAll(key, "en")) ?? [])])];
}

/**
 * How near two words or phrases are in meaning: 1 same stem, 0.8 same concept, 0.5 a compound with the same head or a wider
 * concept, 0.4 one is a part of the other, 0 nothing known.
 */
export function related(a: string, b: string): number {
  return nearness(`${normalise(a)}\n${normalise(b)}`);
}

const nearness = remembering(compare, { most: 50_000, longest: 100 });

/** Of two normalised texts, a line each: neither has a line break of its own. */
function compare(pair: string): number {
  const [left = "", right = ""] = pair.split("\n");
  if (left === "" || right === "") return 0;
  if (left === right || sameStem(left, right)) return 1;
  const leftIds = directConcepts(left);
  const rightIds = directConcepts(right);
  if (leftIds.some((id) => rightIds.includes(id))) return 0.8;
  if (leftIds.some((id) => isWider(id, rightIds)) || rightIds.some((id) => isWider(id, leftIds))) return 0.5;
  return Math.max(relatedParts(left, right), relatedPhrases(left, right));
}

/** "planned hours" and "hours": the last word of an English phrase is its head. */
function relatedPhrases(left: string, right: string): number {
  if (!left.includes(" ") && !right.includes(" ")) return 0;
  const head = (phrase: string) => phrase.slice(phrase.lastIndexOf(" ") + 1);
  return nearWords(head(left), head(right)) ? 0.5 : 0;
}

/** Other words for the terms, in both languages, single words and phrases; the terms themselves are left out. */
export function expand(terms: string[]): string[] {
  const own = new Set(terms.map(normalise));
  const found = new Set<string>();
  for (const term of terms) {
    for (const id of concepts(term)) {
      const concept = BY_ID.get(id);
      for (const word of [...(concept?.de ?? []), ...(concept?.en ?? [])])
        if (!own.has(normalise(word))) found.add(word);
    }
  }
  return [...found];
}

/** Concepts named in a text, phrases before words, in order; stop words are passed over. Offsets count words. */
export function findConcepts(tokens: readonly string[]): { start: number; end: number; ids: string[] }[] {
  const found: { start: number; end: number; ids: string[] }[] = [];
  const folded = tokens.map((token) => normalise(token));
  for (let at = 0; at < folded.length;) {
    const hit = longestAt(folded, at);
    if (hit) found.push(hit);
    at = hit ? hit.end : at + 1;
  }
  return found;
}

function longestAt(folded: string[], at: number): { start: number; end: number; ids: string[] } | null {
  for (let length = Math.min(4, folded.length - at); length >= 1; length -= 1) {
    const words = folded.slice(at, at + length);
    if (length === 1 && isStopWord(words[0] ?? "")) return null;
    const ids = length === 1 ? concepts(words[0] ?? "") : directConcepts(words.join(" "));
    if (ids.length > 0) return { start: at, end: at + length, ids };
  }
  return null;
}

function sameStem(left: string, right: string): boolean {
  if (left.includes(" ") || right.includes(" ") || left.length < 4 || right.length < 4) return false;
  return stem(left, "de") === stem(right, "de") || stem(left, "en") === stem(right, "en");
}

function isWider(id: string, ids: string[]): boolean {
  return ids.some((other) => BY_ID.get(other)?.broader === id);
}

function relatedParts(left: string, right: string): number {
  const a = splitCompound(left);
  const b = splitCompound(right);
  const headA = a?.head ?? left;
  const headB = b?.head ?? right;
  if (a !== null || b !== null) {
    if (nearWords(headA, headB)) return 0.5;
    if (a !== null && nearWords(a.modifier, right)) return 0.4;
    if (b !== null && nearWords(b.modifier, left)) return 0.4;
  }
  return 0;
}

function nearWords(a: string, b: string): boolean {
  if (fold(a) === fold(b) || sameStem(a, b)) return true;
  const ids = directConcepts(b);
  return directConcepts(a).some((id) => ids.includes(id));
}

/** The second and later concepts of a word count this much less, each. */
export const BROADER_WEIGHT = 0.8;

/** All single words of a concept, both languages, folded. */
export function wordsOf(id: string): string[] {
  const concept = BY_ID.get(id);
  return [...(concept?.de ?? []), ...(concept?.en ?? [])].map(normalise).filter((word) => !word.includes(" "));
}
