import type { SearchTerms } from "./query.ts";
import { readWords } from "./words.ts";

const PREFIX_WORTH = 0.5;
const NEIGHBOUR_WORTH = 0.5;
/** After so many newer candidates a message is worth half. */
const HALF_AFTER = 100;
const USUAL_LETTERS = 200;

/**
 * How well a text answers, the larger the better: whole words before beginnings, often before once, short texts before long
 * ones, words side by side as they were typed, and among alike the newer. `newer` counts the candidates before it.
 */
export function rankText(text: string, { words, prefix }: SearchTerms, newer: number): number {
  const counts = new Map<string, number>();
  let neighbours = 0;
  let before = "";
  for (const { folded } of readWords(text)) {
    const word = words.includes(folded) || prefix === null || !folded.startsWith(prefix) ? folded : `${prefix}*`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    if (words.includes(before) && words[words.indexOf(before) + 1] === folded) neighbours = 1;
    before = folded;
  }
  let worth = neighbours * NEIGHBOUR_WORTH;
  for (const word of words) {
    const whole = counts.get(word) ?? 0;
    const begun = word === prefix ? (counts.get(`${word}*`) ?? 0) * PREFIX_WORTH : 0;
    worth += Math.log2(1 + Math.min(4, whole + begun));
  }
  const length = 1 + Math.log10(1 + text.length / USUAL_LETTERS);
  return (worth / length) * 2 ** (-newer / HALF_AFTER);
}
