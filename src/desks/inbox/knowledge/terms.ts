import { directConcepts, splitCompound } from "../../../agent/index.ts";
import { remembering } from "../../../core/index.ts";
import { fold, stem } from "../../../files/index.ts";
import { SERVICE } from "./service.ts";
import { TRADES } from "./trades.ts";

/** A word of a text, and what it is found by. */
export interface Token {
  text: string;
  start: number;
  end: number;
  folded: string;
  /**
   * Its stem, and the concepts that it or the phrase it stands in means, which words of another language have as well: "+dog" of `SERVICE`,
   * whose words mean the same, "=plant" of office life, whose words may be kinds of it.
   */
  keys: string[];
  /** It means something with another word: "Wir sagen … ab.", the end of "zu spät". */
  isJoined: boolean;
  /** Of a compound: the keys of its head and of what it is a kind of. */
  parts: string[][];
}

const normalise = remembering((text) =>
  fold(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim(),
);

const stemPhrase = (phrase: string, lang: "de" | "en"): string =>
  phrase
    .split(" ")
    .map((word) => stem(word, lang))
    .join(" ");

/** Words and phrases of service -> concepts, as they stand and by their stems. */
const SERVICES = new Map<string, string[]>();
for (const line of (SERVICE + TRADES)
  .trim()
  .split("\n")
  .filter((one) => one !== "")) {
  const [, id = "", de = "", en = ""] = /^(\w+): (.*?) \| (.*)$/.exec(line) ?? [];
  for (const [list, lang] of [
    [de, "de"],
    [en, "en"],
  ] as const) {
    for (const phrase of list.split(", ").map(normalise)) {
      for (const key of new Set([phrase, ...(phrase.length < 4 ? [] : [stemPhrase(phrase, lang)])]))
        SERVICES.set(key, [...new Set([...(SERVICES.get(key) ?? []), id])]);
    }
  }
}

const servicesOf = (phrase: string): string[] => {
  const key = normalise(phrase);
  return [
    ...(SERVICES.get(key) ?? []),
    ...(key.length < 4
      ? []
      : [...(SERVICES.get(stemPhrase(key, "de")) ?? []), ...(SERVICES.get(stemPhrase(key, "en")) ?? [])]),
  ];
};

/** Concepts of a word or phrase as a whole, as keys. */
export const conceptKeys = remembering((phrase) => [
  ...new Set([...directConcepts(phrase).map((id) => `=${id}`), ...servicesOf(phrase).map((id) => `+${id}`)]),
]);

const keysOf = remembering((word) => [stem(word), ...conceptKeys(word)]);

const LONGEST_PHRASE = 3;
/** Hyphened words are one thing ("E-Bike"); numbers keep their signs; a letter before digits names something ("A2", "S5"). */
const WORD = /\p{N}+(?:[.,:]\p{N}+)*\p{L}*|[\p{L}\p{M}]+\p{N}*(?:['’]s?(?!\p{L}))?(?:-\p{L}[\p{L}\p{M}\p{N}]*)*/gu;

/** The words of a text in order, each with what it is found by. */
export function toTokens(text: string): Token[] {
  const tokens = [...text.matchAll(WORD)].map((match): Token => {
    const word = match[0].replace(/['’]s?$/, "");
    const folded = fold(word);
    return {
      text: word,
      start: match.index,
      end: match.index + match[0].length,
      folded,
      keys: [...keysOf(folded)],
      isJoined: false,
      parts: toParts(word),
    };
  });
  for (let at = 0; at < tokens.length; at += 1) markPhrases(tokens, at);
  for (const [at, token] of tokens.entries()) if (isParticle(text, token)) markVerbs(text, tokens, at);
  return tokens;
}

const PARTICLES = new Set("ab an auf aus ein mit vor zu zurueck um her hin weg los nach".split(" "));
const VERB_NEAR = 14;

/** "Wir sagen den Termin ab.": the end of a clause is the beginning of its verb. */
const isParticle = (text: string, { folded, end }: Token): boolean =>
  PARTICLES.has(folded) && /^\s*(?:[.,;:!?)\n]|$)/.test(text.slice(end, end + 3));

function markVerbs(text: string, tokens: Token[], at: number): void {
  const particle = tokens[at];
  if (!particle) return;
  for (const token of tokens.slice(Math.max(0, at - VERB_NEAR), at).toReversed()) {
    if (/[.;!?]/.test(text.slice(token.end, particle.start))) return;
    if (!/^\p{Ll}/u.test(token.text) && at > 1 && token !== tokens[0]) continue;
    const verb = stem(token.folded, "de");
    for (const whole of [verb, verb.replace(/s?t$/, "")].map((form) => `${particle.folded}${form}`)) {
      const found = conceptKeys(`${whole}en`);
      if (found.length === 0) continue;
      token.keys.push(whole, ...found);
      token.isJoined = true;
    }
  }
}

/** "delivery time": both words mean what the phrase means. */
function markPhrases(tokens: Token[], at: number): void {
  for (let length = 2; length <= LONGEST_PHRASE && at + length <= tokens.length; length += 1) {
    const phrase = tokens.slice(at, at + length);
    const found = conceptKeys(phrase.map(({ folded }) => folded).join(" "));
    const last = phrase.at(-1);
    if (last && found.some((key) => key.startsWith("+"))) last.isJoined = true;
    for (const token of phrase) for (const key of found) if (!token.keys.includes(key)) token.keys.push(key);
  }
}

function toParts(word: string): string[][] {
  if (word.includes("-")) return word.split("-").map((part) => keysOf(fold(part)));
  const folded = fold(word);
  const known = splitTrade(folded);
  // "Abendessen" is Abend and Essen, "Frühstück" nothing with pieces.
  const isWhole = GERMAN.has(folded) && (known === null || !GERMAN.has(known.modifier));
  const split = isWhole ? null : (known ?? splitCompound(folded));
  return split === null ? [] : [keysOf(split.modifier), keysOf(split.head)];
}

/** German words of the lexicons here, folded. */
const GERMAN = new Set(
  (SERVICE + TRADES).split("\n").flatMap((line) => (/: (.*?) \| /.exec(line)?.[1] ?? "").split(", ").map(fold)),
);
const LEAST_HALF = 4;

/** "Leihinstrumente", "Sommerkonzert": ends in a word of the lexicon; the longest. */
function splitTrade(folded: string): { modifier: string; head: string } | null {
  for (let at = LEAST_HALF; at <= folded.length - LEAST_HALF; at += 1) {
    const head = folded.slice(at);
    const modifier = folded.slice(0, at);
    if (GERMAN.has(head)) return { modifier: GERMAN.has(modifier) ? modifier : modifier.replace(/s$/, ""), head };
  }
  return null;
}

const LEAST_COMPOUND = 8;
const LEAST_PIECE = 4;

/** The pieces that a long word may be made of, whatever they are: only those that stand somewhere will find something. */
export function piecesOf({ folded }: Token): string[] {
  if (folded.length < LEAST_COMPOUND || /\d/.test(folded)) return [];
  const found: string[] = [];
  for (let at = LEAST_PIECE; at <= folded.length - LEAST_PIECE; at += 1)
    found.push(stem(folded.slice(0, at)), stem(folded.slice(at)));
  return [...new Set(found)];
}

/** What a piece of text is found by: every key of its words and of their parts. */
export function toTerms(text: string): string[] {
  return toTokens(text).flatMap(({ keys, parts }) => [...keys, ...parts.flat()]);
}
