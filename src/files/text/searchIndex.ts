import type { SearchHit, SearchIndex, SearchUnit } from "../types.ts";
import { stem } from "./stem.ts";
import { STOPWORDS } from "./stopwords.ts";
import { words } from "./words.ts";

/** Okapi BM25 with the usual constants. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009). */
const K1 = 1.2;
const B = 0.75;
/** A query stem that is head or tail of a longer word (German compounds), or the other way round, counts this much. */
const COMPOUND = 0.5;
const COMPOUND_MIN = 4;

/** unit -> how often */
type Postings = Map<number, number>;

/**
 * A search index over short texts in memory: BM25 on folded stems of German and English, stop words left out of queries.
 * "Betrag" also finds "Rechnungsbetrag" and the other way round, with less weight. Ties keep the order of the units.
 */
export function createIndex(units: SearchUnit[]): SearchIndex {
  const terms = new Map<string, Postings>();
  const lengths = units.map((unit, index) => addUnit(terms, unit.text, index));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, units.length) || 1;
  const weigh = (postings: Postings, weight: number, scores: Map<number, number>) => {
    const rarity = Math.log(1 + (units.length - postings.size + 0.5) / (postings.size + 0.5));
    for (const [unit, count] of postings) {
      const length = (lengths[unit] ?? 0) / average;
      const score = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
      // of the words that one query word meets in a unit, the best counts
      scores.set(unit, Math.max(scores.get(unit) ?? 0, score * weight));
    }
  };
  return {
    search(query, n) {
      const totals = new Map<number, number>();
      for (const wanted of queryStems(query)) {
        const scores = new Map<number, number>();
        for (const [term, postings] of terms) {
          const weight = match(wanted, term);
          if (weight > 0) weigh(postings, weight, scores);
        }
        for (const [unit, score] of scores) totals.set(unit, (totals.get(unit) ?? 0) + score);
      }
      return rank(totals, units, n);
    },
  };
}

function addUnit(terms: Map<string, Postings>, text: string, unit: number): number {
  const found = words(text);
  for (const { word } of found) {
    const term = stem(word);
    const postings = terms.get(term) ?? new Map<number, number>();
    postings.set(unit, (postings.get(unit) ?? 0) + 1);
    terms.set(term, postings);
  }
  return found.length;
}

function queryStems(query: string): Set<string> {
  const all = words(query.slice(0, 2000)).map(({ word }) => word);
  const telling = all.filter((word) => !STOPWORDS.has(word));
  return new Set((telling.length > 0 ? telling : all).map((word) => stem(word)));
}

function match(wanted: string, term: string): number {
  if (wanted === term) return 1;
  const [short, long] = wanted.length < term.length ? [wanted, term] : [term, wanted];
  if (short.length < COMPOUND_MIN || long.length < short.length + 3 || /\d/.test(short)) return 0;
  return long.startsWith(short) || long.endsWith(short) ? COMPOUND : 0;
}

function rank(totals: Map<number, number>, units: SearchUnit[], n: number): SearchHit[] {
  return [...totals]
    .toSorted(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
    .slice(0, Math.max(0, n))
    .map(([unit, score]) => ({ id: units[unit]?.id ?? "", score }));
}
