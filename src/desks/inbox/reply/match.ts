import { remembering } from "../../../core/index.ts";
import { fold } from "../../../files/index.ts";
import { toTokens } from "../knowledge/terms.ts";
import type { AskWord } from "./asks.ts";
import { isSoft } from "./chatter.ts";
import { cognateOf } from "./cognate.ts";
import { spaced } from "./quantities.ts";
import { monthKeys, monthsOf } from "./months.ts";

/** What a text holds, to look words of a question up in it. */
export interface Haystack {
  keys: ReadonlySet<string>;
  /** Folded; of hyphened ones the parts as well. */
  words: readonly string[];
  /** How many words it has. */
  count: number;
}

export const NOTHING: Haystack = { keys: new Set(), words: [], count: 0 };

/** Sentences and rows are looked into once for each word of each question. */
export const toHaystack = remembering(look, { most: 5_000, longest: 2_000 });

function look(text: string): Haystack {
  const tokens = toTokens(spaced(text).replaceAll(/(\d)-(?=\p{L})/gu, "$1 "));
  const keys = new Set([
    ...tokens.flatMap((token) => [...token.keys, ...token.parts.flat()]),
    ...monthKeys(monthsOf(text)),
  ]);
  const words = tokens.flatMap(({ folded }) => (folded.includes("-") ? [folded, ...folded.split("-")] : [folded]));
  return { keys, words, count: tokens.length };
}

const LEAST_PART = 5;

/**
 * How surely a word stands in a text: 1 itself or a word that means it, 0.9 a word of its kind, both parts of a compound, or (`isForeign`)
 * one of the other language that is spelt alike, 0.7 inside a longer word, 0 not.
 */
export function strength(word: AskWord, hay: Haystack, isForeign = false): number {
  if (word.isExact) return hay.words.some((other) => isSameExact(word.folded, other)) ? 1 : 0;
  const held = word.keys.filter((key) => hay.keys.has(key));
  if (held.length > 0) return held.some((key) => !key.startsWith("=")) ? 1 : 0.9;
  const isPart = (key: string): boolean => hay.keys.has(key) && (isForeign || !/^[=+]/.test(key));
  if (word.parts.length > 0 && word.parts.every((keys) => keys.some(isPart))) return 0.9;
  if (joins(word.folded, hay) || (isForeign && hasCognate(word, hay))) return 0.9;
  const [stem = ""] = word.keys;
  if (stem.length < LEAST_PART) return 0;
  return hay.words.some((other) => other.length > stem.length && (other.startsWith(stem) || other.endsWith(stem)))
    ? 0.7
    : 0;
}

/** The end of a compound, too: "concert", "Sommerkonzert". */
function hasCognate({ folded }: AskWord, hay: Haystack): boolean {
  const own = cognateOf(folded);
  return own !== null && hay.words.some((other) => cognateOf(other)?.endsWith(own) === true);
}

const LEAST_HEAD = 4;
const ENDINGS = ["s", "e", "n", "en", "er", "es"];
const withoutEnding = (word: string, ending: string): string =>
  word.endsWith(ending) ? word.slice(0, -ending.length) : word;

/** "Herrenhaarschnitt" where "Haarschnitt" stands under "Herren", "Citybike" where "city bikes" stands. */
function joins(folded: string, hay: Haystack): boolean {
  if (folded.length < 2 * LEAST_HEAD) return false;
  const heads = hay.words.filter((other) => other.length >= LEAST_HEAD && folded.length > other.length);
  return heads.some((head) => {
    const tail = [head, ...ENDINGS.map((ending) => withoutEnding(head, ending))].find(
      (form) => form.length >= LEAST_HEAD && folded.endsWith(form),
    );
    if (tail === undefined) return false;
    const rest = folded.slice(0, -tail.length).replace(/-$/, "");
    return (
      rest.length >= 3 &&
      hay.words.some(
        (other) =>
          other === rest ||
          (rest.length >= LEAST_HEAD &&
            (other.startsWith(rest) ||
              (rest.startsWith(other) && rest.length - other.length <= 2 && other.length >= 3))),
      )
    );
  });
}

/**
 * Whether it stands there only as a word of the same kind ("perennials" where plants are): in another language that may be its
 * translation, in the same one it is something else.
 */
export const isOnlyKind = (word: AskWord, hay: Haystack): boolean =>
  !word.keys.some((key) => !key.startsWith("=") && hay.keys.has(key)) &&
  word.keys.some((key) => key.startsWith("=") && hay.keys.has(key));

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

/** Who asks where to park comes by car. */
const isImplied = ({ keys }: AskWord, all: readonly AskWord[]): boolean =>
  keys.includes("+car") && all.some((other) => other.keys.includes("+parking"));

/** `isForeign`: words and text are of different languages. */
export function cover(words: readonly AskWord[], hay: Haystack, rarity: Rarity, isForeign = true): Coverage {
  let all = 0;
  let held = 0;
  let lacks: AskWord | null = null;
  for (const word of words) {
    const isKind =
      !isForeign && word.isNoun && (rarity.counts.get(word.keys[0] ?? "") ?? 0) === 0 && isOnlyKind(word, hay);
    const found = isKind ? 0 : strength(word, hay, isForeign);
    if (found === 0 && (isSoft(word.folded) || isImplied(word, words))) continue;
    const weight = weightOf(word, rarity);
    all += weight;
    held += weight * found;
    if (found === 0 && (word.isExact || (word.isNoun && weight > COMMON))) lacks ??= word;
  }
  return { share: all === 0 ? 0 : held / all, held, lacks };
}
