import type { SearchTerms } from "./query.ts";
import { readWords, type Word } from "./words.ts";

/** A piece of a text, and where the words that were looked for stand in it: [start, end) in UTF-16 units. Plain text, never markup. */
export interface Snippet {
  text: string;
  marks: [number, number][];
}

const LETTERS = 180;
const LEAD = 40;
const MOST_MARKS = 20;

/** The part of the text with the most different words that were looked for; its beginning when none stands there. */
export function toSnippet(text: string, { words, prefix }: SearchTerms): Snippet {
  const found: Word[] = [];
  for (const word of readWords(text)) {
    if (words.includes(word.folded) || (prefix !== null && word.folded.startsWith(prefix))) found.push(word);
    if (found.length === 1_000) break;
  }
  const first = found[densest(found)];
  const start = first ? toStart(text, first.start) : 0;
  const end = toEnd(text, start);
  const marks = found
    .filter((word) => word.start >= start && word.end <= end)
    .slice(0, MOST_MARKS)
    .map((word): [number, number] => [word.start - start, word.end - start]);
  return { text: text.slice(start, end), marks };
}

/** Where to begin, so that most different words are near. */
function densest(found: readonly Word[]): number {
  let best = 0;
  let most = 0;
  for (const [index, { start }] of found.entries()) {
    const near = new Set<string>();
    for (let at = index; at < found.length; at += 1) {
      const word = found[at];
      if (!word || word.end > start + LETTERS - LEAD) break;
      near.add(word.folded);
    }
    if (near.size > most) [best, most] = [index, near.size];
  }
  return best;
}

/** Some letters before the word, from the beginning of a word where there is one. */
function toStart(text: string, word: number): number {
  const from = Math.max(0, word - LEAD);
  if (from === 0) return 0;
  const space = text.slice(from, word).search(/\s/);
  return space < 0 ? word : from + space + 1;
}

/** Never between the halves of a surrogate pair, and behind a space where there is one. */
function toEnd(text: string, start: number): number {
  const to = start + LETTERS;
  if (to >= text.length) return text.length;
  const space = text.slice(start, to).search(/\s\S*$/);
  if (space > LETTERS / 2) return start + space;
  return isLowHalf(text, to) ? to - 1 : to;
}

const isLowHalf = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text.charAt(at));
