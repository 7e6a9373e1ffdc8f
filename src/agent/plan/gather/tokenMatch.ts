import { stem } from "../../../files/index.ts";
import { concepts, isStopWord } from "../lexicon/index.ts";
import type { Token } from "./names.ts";
import { detailsOf, type ValueIndex } from "./valueIndex.ts";

/** A token of the values that a word of the request may be. */
export interface TokenMatch {
  /** Folded, as in the index. */
  token: string;
  /** The request's word, lower case. */
  raw: string;
  score: number;
  inflected: boolean;
}

const ENDINGS = ["s", "es", "n", "en", "e", "er", "em", "ies"];

/**
 * Tokens of the values that a word may be, best first: the word itself; else with an ending more or less ("Böttchers",
 * "Hunde"); else the same stem; else, when no such token is there, nearly the same letters. Names that differ in one letter
 * are different names as long as one of them is literally there.
 */
export function nearTokens(word: Token, index: ValueIndex): TokenMatch[] {
  const { folded, raw } = word;
  const make = (token: string, score: number, inflected: boolean): TokenMatch => ({ token, raw, score, inflected });
  const exact = index.byToken.has(folded);
  const inflected = inflections(folded).filter((token) => index.byToken.has(token));
  if (exact) {
    // "Langers" may be there itself; "Müllers" beside "Müller" is the genitive of it just as well.
    return [
      make(folded, 1, false),
      ...inflected.filter((token) => !isName(token, index)).map((token) => make(token, 0.9, true)),
    ];
  }
  if (inflected.length > 0) return inflected.map((token) => make(token, 0.96, true));
  if (folded.length < 4 || isStopWord(folded) || /\d/.test(folded)) return [];
  const family = (index.byInitial.get(folded[0] ?? "") ?? []).filter((token) => token.length >= 4);
  const root = stem(folded);
  const stems = family.filter((token) => Math.abs(token.length - folded.length) <= 3 && stem(token) === root);
  if (stems.length > 0) return stems.map((token) => make(token, 0.88, true));
  // A word that everybody knows is no slip of the pen for a name ("Lager" for "Langer").
  if (folded.length < 5 || concepts(folded).length > 0) return [];
  return family
    .filter(
      (token) =>
        Math.abs(token.length - folded.length) <= 1 &&
        !/\d/.test(token) &&
        editsAtMost(token, folded, folded.length >= 9 ? 2 : 1),
    )
    .map((token) => make(token, 0.7, false));
}

function inflections(folded: string): string[] {
  if (folded.length < 3 || /^\d+$/.test(folded)) return [];
  const found: string[] = [];
  for (const ending of ENDINGS) {
    if (folded.endsWith(ending) && folded.length - ending.length >= 3) found.push(folded.slice(0, -ending.length));
    if (folded.length >= 4) found.push(folded + ending);
  }
  if (folded.endsWith("ies")) found.push(`${folded.slice(0, -3)}y`);
  return found;
}

/** Capitalised in the values: names are not inflected away from one that is literally there. */
function isName(token: string, index: ValueIndex): boolean {
  return (index.byToken.get(token) ?? []).some((entry) => !entry.category && detailsOf(entry).name);
}

/** Whether two words differ by at most `most` inserted, dropped, changed or swapped letters. */
function editsAtMost(a: string, b: string, most: number): boolean {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return (row[b.length] ?? 0) <= most;
}
