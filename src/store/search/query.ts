import { readWords } from "./words.ts";

/** What a person typed, as words. */
export interface SearchTerms {
  /** As they were typed: the index reads them as it read the texts. */
  typed: string[];
  /** The same, folded, to find them in a text. */
  words: string[];
  /** The beginning of a word that may still be typed: the last one. */
  prefix: string | null;
}

const MOST_WORDS = 12;
const MOST_LETTERS = 128;
const LEAST_PREFIX = 2;

/** Nothing of the text has a meaning but its words; of a whole page the first ones count. */
export function toTerms(query: string): SearchTerms {
  const typed = new Map<string, string>();
  for (const { folded, start, end } of readWords(query)) {
    if (end - start > MOST_LETTERS) continue;
    typed.delete(folded); // Said again, it stands where it was said last: the last word may be a beginning.
    typed.set(folded, query.slice(start, end));
    if (typed.size === MOST_WORDS) break;
  }
  const words = [...typed.keys()];
  const last = words.at(-1) ?? "";
  return { typed: [...typed.values()], words, prefix: last.length >= LEAST_PREFIX ? last : null };
}

export interface MatchOptions {
  /** The last word may be a beginning. */
  prefix: boolean;
  /** The word of the index that stands for one session. */
  session: string | null;
}

/** Strings of FTS5, each one word: no operator, column or quotation mark can come out of the words. */
export function toMatch({ typed }: SearchTerms, options: MatchOptions): string {
  const strings = typed.map((word) => `"${word}"`);
  if (options.prefix) strings.push(`${strings.pop() ?? '""'}*`);
  if (options.session !== null) strings.push(`"${options.session}"`);
  return strings.join(" AND ");
}
