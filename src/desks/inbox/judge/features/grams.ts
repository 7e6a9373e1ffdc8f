import { fold } from "../../../../files/index.ts";

/**
 * Words, pairs of words and character n-grams of a text, each hashed to a place ("hashing trick", Weinberger et al., ICML
 * 2009): no vocabulary is kept, and a word that training never saw still shares its pieces with those that it saw.
 */

/** What stands for something without being a word is read as its kind: the digits of one invoice are not those of the next. */
const KINDS: readonly [RegExp, string][] = [
  [/\b(?:https?:\/\/|www\.)\S+/gi, " qurl "],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, " qaddress "],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g, " qiban "],
  [
    /(?:€|\$|£|\b(?:eur|euro|usd|gbp|chf)\b) ?\d[\d.,]*|\d[\d.,]*(?:,-)? ?(?:€|\$|£|(?:eur|euros?|usd|gbp|chf)\b)/gi,
    " qmoney ",
  ],
  [/\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g, " qdate "],
  [/\b\d{1,2}[:.]\d{2} ?(?:uhr\b|am\b|pm\b|h\b)|\b\d{1,2}:\d{2}\b|\b\d{1,2} ?(?:uhr\b|am\b|pm\b)/gi, " qtime "],
  [/\d+(?:[.,/-]\d+)*/g, " qnumber "],
];

const MOST_CHARACTERS = 12_000;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}]+)?/gu;

/** The words of a text as they are counted: folded, numbers and addresses as their kind. */
export function toTerms(text: string): string[] {
  let plain = text.slice(0, MOST_CHARACTERS);
  for (const [pattern, kind] of KINDS) plain = plain.replace(pattern, kind);
  return (fold(plain).match(WORD) ?? []).map((word) => word.replace(/['’]/g, ""));
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv): quick, and spreads short texts well. */
function hash(text: string, seed = 0): number {
  let value = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  value ^= value >>> 15; // the low bits of FNV are its weak ones
  return value >>> 0;
}

/** Adds the pieces of `terms` to `places`, as a block of length `weight`: a long text does not outweigh a short one. */
export function addGrams(
  places: Map<number, number>,
  terms: readonly string[],
  field: number,
  size: number,
  weight: number,
): void {
  addBlock(places, wordGrams(terms), field, size, weight);
  addBlock(places, characterGrams(terms), field + 1, size, weight);
}

function* wordGrams(terms: readonly string[]): Generator<string> {
  for (let i = 0; i < terms.length; i += 1) {
    yield terms[i] as string;
    if (i > 0) yield `${terms[i - 1]} ${terms[i]}`;
  }
}

/** Of 3 to 5 characters, within a word and its borders: parts of German compounds, endings, and what survives a typing error. */
function* characterGrams(terms: readonly string[]): Generator<string> {
  for (const term of terms) {
    if (term.length < 3) continue;
    const word = `<${term}>`;
    for (let length = 3; length <= 5; length += 1)
      for (let start = 0; start + length <= word.length; start += 1) yield word.slice(start, start + length);
  }
}

function addBlock(
  places: Map<number, number>,
  grams: Iterable<string>,
  field: number,
  size: number,
  weight: number,
): void {
  const counts = new Map<number, number>();
  for (const gram of grams) {
    const place = hash(gram, field) % size;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  let sum = 0;
  for (const [place, count] of counts) {
    const damped = Math.sqrt(count);
    counts.set(place, damped);
    sum += count;
  }
  const scale = weight / Math.sqrt(Math.max(1, sum));
  for (const [place, value] of counts) places.set(place, (places.get(place) ?? 0) + value * scale);
}
