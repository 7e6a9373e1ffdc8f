import { fold } from "./fold.ts";
import { stem } from "./stem.ts";
import { words } from "./words.ts";

/** Words that say what kind of firm or person it is, not which. */
const WEAK = new Set(
  "gmbh ag kg ohg ug se ek ev co inc ltd llc plc corp company cie und and the der die das herr frau mr mrs ms dr prof fa firma of von".split(
    " ",
  ),
);

interface Token {
  text: string;
  stem: string;
  weight: number;
}

/**
 * How alike two names or cell values are, 0..1; 1 when equal after folding (case, umlauts, spaces, punctuation). The better
 * of two views: weighted shared words (legal forms count little, numbers must be equal, a typo costs a part) and shared
 * trigrams. Above 0.8 it is most likely the same name, below 0.5 another one. Reads the first 300 characters.
 */
export function similarity(a: string, b: string): number {
  const left = a.slice(0, 300);
  const right = b.slice(0, 300);
  const plainLeft = squeeze(left);
  const plainRight = squeeze(right);
  if (plainLeft === "" || plainRight === "") return plainLeft === plainRight && left.trim() === right.trim() ? 1 : 0;
  if (plainLeft === plainRight) return 1;
  const byWords = wordScore(tokens(left), tokens(right));
  if (!sameNumbers(plainLeft, plainRight)) return Math.min(0.6, byWords);
  return Math.min(0.99, Math.max(byWords, dice(plainLeft, plainRight) * 0.95));
}

const squeeze = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, "");

function tokens(text: string): Token[] {
  return words(text).map(({ word }) => ({
    text: word,
    stem: stem(word),
    weight: WEAK.has(word) ? 0.5 : /\d/.test(word) ? Math.max(4, word.length) : Math.max(2, word.length),
  }));
}

/** "Rechnung 12" is not "Rechnung 13", however alike they look; a number that one side lacks is no contradiction. */
function sameNumbers(a: string, b: string): boolean {
  const left = a.match(/\d+/g) ?? [];
  const right = b.match(/\d+/g) ?? [];
  const [few, many] = left.length < right.length ? [left, right] : [right, left];
  return few.every((digits) => many.some((other) => Number(other) === Number(digits)));
}

function wordScore(left: Token[], right: Token[]): number {
  const rest = [...right];
  let shared = 0;
  for (const token of left) {
    let best = -1;
    let bestScore = 0;
    for (const [index, other] of rest.entries()) {
      const score = tokenScore(token, other);
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (best < 0) continue;
    const [other] = rest.splice(best, 1);
    shared += bestScore * Math.min(token.weight, other?.weight ?? 0);
  }
  const total = (list: Token[]) => list.reduce((sum, token) => sum + token.weight, 0);
  const [a, b] = [total(left), total(right)];
  if (a === 0 || b === 0) return 0;
  // a name inside a longer one ("Meier" in "Meier Holzbau GmbH") counts, but less than the whole
  return Math.min(1, 0.6 * ((2 * shared) / (a + b)) + 0.4 * (shared / Math.min(a, b)));
}

function tokenScore(a: Token, b: Token): number {
  if (a.text === b.text) return 1;
  if (/\d/.test(a.text + b.text)) return 0;
  if (a.stem === b.stem) return 0.97;
  const size = Math.max(a.text.length, b.text.length);
  if (size < 4) return 0;
  const near = 1 - distance(a.text, b.text) / size;
  if (near >= 0.7) return near * 0.95;
  const [short, long] = a.stem.length < b.stem.length ? [a.stem, b.stem] : [b.stem, a.stem];
  return short.length >= 4 && (long.startsWith(short) || long.endsWith(short)) ? 0.6 : 0;
}

/** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

function dice(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  let shared = 0;
  for (const [gram, count] of left) shared += Math.min(count, right.get(gram) ?? 0);
  return (2 * shared) / (a.length + b.length + 4);
}

function trigrams(text: string): Map<string, number> {
  const padded = `  ${text}  `;
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= padded.length; at += 1) {
    const gram = padded.slice(at, at + 3);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
