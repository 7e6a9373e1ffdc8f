import { fold } from "../../../files/index.ts";
import { toTokens } from "../knowledge/terms.ts";
import type { AskWord } from "./asks.ts";

/** What a text holds, to look words of a question up in it. */
export interface Haystack {
  keys: ReadonlySet<string>;
  /** Folded; of hyphened ones the parts as well. */
  words: readonly string[];
  /** How many words it has. */
  count: number;
}

export function toHaystack(text: string): Haystack {
  const tokens = toTokens(text.replaceAll(/(\d)-(?=\p{L})/gu, "$1 "));
  const keys = new Set(tokens.flatMap((token) => [...token.keys, ...token.parts.flat()]));
  const words = tokens.flatMap(({ folded }) => (folded.includes("-") ? [folded, ...folded.split("-")] : [folded]));
  return { keys, words, count: tokens.length };
}

const LEAST_PART = 5;

/** How surely a word stands in a text: 1 itself or a word that means it, 0.9 both parts of a compound, 0.7 inside a longer word, 0 not. */
export function strength(word: AskWord, hay: Haystack): number {
  if (word.isExact) return hay.words.some((other) => isSameExact(word.folded, other)) ? 1 : 0;
  if (word.keys.some((key) => hay.keys.has(key))) return 1;
  if (word.parts.length > 0 && word.parts.every((keys) => keys.some((key) => hay.keys.has(key)))) return 0.9;
  const [stem = ""] = word.keys;
  if (stem.length < LEAST_PART) return 0;
  return hay.words.some((other) => other.length > stem.length && (other.startsWith(stem) || other.endsWith(stem)))
    ? 0.7
    : 0;
}

/** "60" is "60", "2" is "2", "1.000" is "1000"; "12" is not "12 Pro". */
function isSameExact(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [fold(a).replaceAll(/[.,](?=\d{3}\b)/g, ""), fold(b).replaceAll(/[.,](?=\d{3}\b)/g, "")];
  return left === right;
}

/** How rare words are in all knowledge. */
export interface Rarity {
  total: number;
  counts: ReadonlyMap<string, number>;
}

/** How much a word says of what is meant: 1 one that stands nowhere or in one piece, less the more pieces have it. */
function weightOf(word: AskWord, { total, counts }: Rarity): number {
  if (word.isExact) return 1;
  const having = Math.max(0, ...word.keys.map((key) => counts.get(key) ?? 0), counts.get(word.folded) ?? 0);
  if (having <= 1 || total <= 1) return 1;
  return Math.max(0.15, Math.log(total / having) / Math.log(total));
}

export interface Coverage {
  /** Share of the words' weight that the text holds, 0..1. */
  share: number;
  /** Weight of what it holds. */
  held: number;
  /** A word without which it answers another question. */
  lacks: AskWord | null;
}

/** Words that nearly every piece has may be missing. */
const COMMON = 0.3;

export function cover(words: readonly AskWord[], hay: Haystack, rarity: Rarity): Coverage {
  let all = 0;
  let held = 0;
  let lacks: AskWord | null = null;
  for (const word of words) {
    const weight = weightOf(word, rarity);
    const found = strength(word, hay);
    all += weight;
    held += weight * found;
    if (found === 0 && (word.isExact || (word.isNoun && weight > COMMON))) lacks ??= word;
  }
  return { share: all === 0 ? 0 : held / all, held, lacks };
}
