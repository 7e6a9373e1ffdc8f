import type { Ask } from "../asks.ts";

const MOST_WORDS = 4;

/**
 * What a question is about, in the words of its writer; null where they cannot be said. Never a number: what the writer believes is not
 * repeated as if it were so.
 */
export function topicOf(ask: Ask): string | null {
  const own = ask.words.length > 0 ? ask.words : ask.before.asked;
  const words = own.filter(({ text }) => !/\d/.test(text));
  if (words.length === 0) return null;
  const nouns = words.filter(({ isNoun }) => isNoun);
  const said = (nouns.length > 0 ? nouns : words).map(({ text }) => text);
  return [...new Set(said)].slice(0, MOST_WORDS).join(" ");
}
