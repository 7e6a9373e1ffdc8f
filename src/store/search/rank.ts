import type { SearchTerms } from "./query.ts";
import { foldWord } from "./words.ts";

const PREFIX_WORTH = 0.5;
const NEIGHBOUR_WORTH = 0.5;
/** More often in one text makes it no better. */
const OFTEN = 4;
/** After so many newer candidates a message is worth half. */
const HALF_AFTER = 100;
const USUAL_LETTERS = 200;

/**
 * How well a text answers, the larger the better: whole words before beginnings, often before once, short texts before long
 * ones, words side by side as they were typed, and among alike the newer. `newer` counts the candidates before it.
 */
export function rankText(text: string, { words, prefix }: SearchTerms, newer: number): number {
  const folded = foldWord(text);
  let worth = 0;
  for (const word of words) {
    const { whole, begun } = countWord(folded, word);
    worth += Math.log2(1 + Math.min(OFTEN, whole + (word === prefix ? begun * PREFIX_WORTH : 0)));
  }
  const isSideBySide = words.some((word, at) => at > 0 && folded.includes(`${words[at - 1]} ${word}`));
  if (isSideBySide) worth += NEIGHBOUR_WORTH;
  const length = 1 + Math.log10(1 + text.length / USUAL_LETTERS);
  return (worth / length) * 2 ** (-newer / HALF_AFTER);
}

/** How often a text has a word, and how often one that begins with it. Reading it word by word would take most of a search. */
function countWord(folded: string, word: string): { whole: number; begun: number } {
  const counts = { whole: 0, begun: 0 };
  for (let at = folded.indexOf(word); at >= 0 && counts.whole < OFTEN; at = folded.indexOf(word, at + word.length)) {
    if (isLetterAt(folded, at - 1)) continue;
    if (isLetterAt(folded, at + word.length)) counts.begun += 1;
    else counts.whole += 1;
  }
  return counts;
}

function isLetterAt(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char !== "" && (/[a-z0-9]/.test(char) || (char > "\u007f" && /[\p{L}\p{N}\p{Co}]/u.test(char)));
}
