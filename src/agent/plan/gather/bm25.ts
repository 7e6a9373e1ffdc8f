import { stem } from "../../../files/index.ts";
import { BROADER_WEIGHT, findConcepts, isStopWord, wordsOf } from "../lexicon/index.ts";
import { tokenize } from "./names.ts";

/** Okapi BM25 with the usual constants. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009). */
const K1 = 1.2;
const B = 0.75;
const COMPOUND = 0.5;
const SYNONYM = 0.4;
const STEM = 0.85;

/** One thing that a query asks for, with the stems that may say it and how much each counts. */
export type TermGroup = Map<string, number>;

export interface Scorer {
  /** Unit index -> score; per group the best alternative counts. */
  score(groups: TermGroup[]): Map<number, number>;
}

/** Words about the answer and its form, which files need not contain. */
const ABOUT_ANSWER = new Set(
  `datei dateien pfad pfade ordner tabelle spalte spalten zeile zeilen woerter woertern wort saetze saetzen satz hoechstens maximal
  file files path folder table column columns row rows word words sentence sentences most save call name called look answer
  zusammen zusammenfassen fass ablegen ablege anlegen kurz knapp genau bitte freundlich freundliche entwurf draft short brief`.split(
    /\s+/,
  ),
);

/** Stem -> weighted count; texts of several weights may be added up. */
export function countStems(parts: { text: string; weight: number }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text, weight } of parts) {
    for (const token of tokenize(text)) {
      // The word as it stands counts a little more than its stem: Brook is not Brooke.
      for (const term of [stem(token.folded), `=${token.folded}`]) counts.set(term, (counts.get(term) ?? 0) + weight);
    }
  }
  return counts;
}

export function createScorer(units: Map<string, number>[]): Scorer {
  const postings = new Map<string, Map<number, number>>();
  const lengths: number[] = [];
  for (const [at, unit] of units.entries()) {
    let length = 0;
    for (const [term, count] of unit) {
      const list = postings.get(term) ?? new Map<number, number>();
      list.set(at, count);
      postings.set(term, list);
      length += count;
    }
    lengths.push(length);
  }
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, units.length) || 1;
  const add = (list: Map<number, number>, weight: number, scores: Map<number, number>) => {
    const rarity = Math.log(1 + (units.length - list.size + 0.5) / (list.size + 0.5));
    for (const [unit, count] of list) {
      const norm = 1 - B + (B * (lengths[unit] ?? 0)) / average;
      const score = (weight * rarity * count * (K1 + 1)) / (count + K1 * norm);
      scores.set(unit, Math.max(scores.get(unit) ?? 0, score));
    }
  };
  return {
    score(groups) {
      const totals = new Map<number, number>();
      for (const group of groups) {
        const scores = new Map<number, number>();
        for (const [term, weight] of withCompounds(group, postings)) {
          const list = postings.get(term);
          if (list) add(list, weight, scores);
        }
        for (const [unit, score] of scores) totals.set(unit, (totals.get(unit) ?? 0) + score);
      }
      return totals;
    },
  };
}

/** A stem that is head or tail of a longer word, or the other way round ("Betrag", "Rechnungsbetrag"), counts half. */
function withCompounds(group: TermGroup, postings: ReadonlyMap<string, unknown>): TermGroup {
  const all = new Map(group);
  const own = [...group].filter(([term, weight]) => weight === STEM && term.length >= 3 && !/\d/.test(term));
  for (const [term, weight] of own) {
    for (const other of postings.keys()) {
      const [short, long] = other.length < term.length ? [other, term] : [term, other];
      if (
        short.length < 3 ||
        long.length < short.length + 3 ||
        all.has(other) ||
        other.startsWith("=") ||
        /\d/.test(other)
      )
        continue;
      if (short.length === 3 && (short !== term || long.length < 8)) continue;
      const strength = short.length === 3 ? COMPOUND / 2 : COMPOUND;
      if (long.endsWith(short) || (short.length > 3 && long.startsWith(short))) all.set(other, weight * strength);
    }
  }
  return all;
}

/** Content words and phrases of a query, each with its synonyms in both languages. */
export function queryGroups(query: string, synonym = SYNONYM): TermGroup[] {
  const tokens = tokenize(query.slice(0, 2000));
  const content = tokens.filter((token) => !isStopWord(token.folded));
  const telling = content.filter((token) => !ABOUT_ANSWER.has(token.folded));
  const used = telling.length > 0 ? telling : content.length > 0 ? content : tokens;
  const groups = new Map<string, TermGroup>();
  for (const token of used) {
    groups.set(
      token.folded,
      new Map([
        [stem(token.folded), STEM],
        [`=${token.folded}`, 1],
      ]),
    );
  }
  for (const span of findConcepts(used.map((token) => token.folded))) {
    const others = span.ids.flatMap((id, rank) =>
      wordsOf(id).map((word) => ({ word, weight: synonym * BROADER_WEIGHT ** rank })),
    );
    for (const token of used.slice(span.start, span.end)) {
      const group = groups.get(token.folded);
      for (const { word, weight } of others) {
        const term = stem(word);
        if (group && !isStopWord(word) && (group.get(term) ?? 0) < weight) group.set(term, weight);
      }
    }
  }
  return [...groups.values()];
}
