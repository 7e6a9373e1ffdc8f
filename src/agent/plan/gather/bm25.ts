import { fold, stem } from "../../../files/index.ts";
import { BROADER_WEIGHT, findConcepts, isStopWord, wordsOf } from "../lexicon/index.ts";
import { tokenize, WORD } from "./names.ts";

/** Okapi BM25 with the usual constants. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009). */
const K1 = 1.2;
const B = 0.75;
const COMPOUND = 0.5;
const SYNONYM = 0.4;
const STEM = 0.85;
/** Synonyms where nobody says the word itself; they find compounds too, as the word would have. */
const RAISED = 0.8;

/** One thing that a query asks for, with the stems that may say it and how much each counts. */
export type TermGroup = Map<string, number>;

export interface Part {
  text: string;
  /** How much a word of it counts. */
  weight: number;
}

/** What a unit got: the sum over the groups, and how many of the groups it has anything of. */
export interface Score {
  sum: number;
  groups: number;
}

export interface Scorer {
  /** Unit index -> score; per group the best alternative counts. */
  score(groups: TermGroup[]): Map<number, Score>;
}

/** Words about the answer and its form, which files need not contain. */
const ABOUT_ANSWER = new Set(
  `datei dateien pfad pfade ordner tabelle spalte spalten zeile zeilen woerter woertern wort saetze saetzen satz hoechstens maximal
  file files path folder table column columns row rows word words sentence sentences most save call name called look answer
  zusammen zusammenfassen fass ablegen ablege anlegen kurz knapp genau bitte freundlich freundliche entwurf draft short brief`.split(
    /\s+/,
  ),
);

interface Postings {
  units: number[];
  counts: number[];
}

/** Units may be made of parts of several weights (a text under its heading). */
export function createScorer(units: Part[][]): Scorer {
  const postings = new Map<string, Postings>();
  const toTerms = createTerms();
  const lengths = units.map((parts, at) => addUnit(postings, toTerms, parts, at));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, units.length) || 1;
  const add = (list: Postings, weight: number, scores: Map<number, number>) => {
    const rarity = Math.log(1 + (units.length - list.units.length + 0.5) / (list.units.length + 0.5));
    for (const [place, unit] of list.units.entries()) {
      const count = list.counts[place] ?? 0;
      const norm = 1 - B + (B * (lengths[unit] ?? 0)) / average;
      const score = (weight * rarity * count * (K1 + 1)) / (count + K1 * norm);
      if (score > (scores.get(unit) ?? 0)) scores.set(unit, score);
    }
  };
  return {
    score(groups) {
      const totals = new Map<number, Score>();
      for (const group of groups) {
        const scores = new Map<number, number>();
        for (const [term, weight] of withCompounds(raised(group, postings), postings)) {
          const list = postings.get(term);
          if (list) add(list, weight, scores);
        }
        for (const [unit, score] of scores) {
          const total = totals.get(unit);
          if (total) {
            total.sum += score;
            total.groups += 1;
          } else totals.set(unit, { sum: score, groups: 1 });
        }
      }
      return totals;
    },
  };
}

/** Returns the unit's length in weighted words. */
function addUnit(
  postings: Map<string, Postings>,
  toTerms: (text: string) => string[],
  parts: Part[],
  at: number,
): number {
  let length = 0;
  for (const { text, weight } of parts) {
    for (const term of toTerms(text)) {
      let list = postings.get(term);
      if (!list) postings.set(term, (list = { units: [], counts: [] }));
      const last = list.units.length - 1;
      if (list.units[last] === at) list.counts[last] = (list.counts[last] ?? 0) + weight;
      else {
        list.units.push(at);
        list.counts.push(weight);
      }
      length += weight;
    }
  }
  return length;
}

/** Stems of a text's words; of capitalised ones also the word as it stands: Brook is not Brooke. */
function createTerms(): (text: string) => string[] {
  const known = new Map<string, string[]>();
  return (text) =>
    (text.match(WORD) ?? []).flatMap((word) => {
      const before = known.get(word);
      if (before) return before;
      const folded = fold(word);
      const terms = /^\P{Lu}|\d/u.test(word) ? [stem(folded)] : [stem(folded), `=${folded}`];
      known.set(word, terms);
      return terms;
    });
}

/** Where nobody says the word itself, a request in the other language is likely: its synonyms count twice. */
function raised(group: TermGroup, postings: ReadonlyMap<string, Postings>): TermGroup {
  const own = [...group].some(([term, weight]) => weight >= STEM && postings.has(term));
  return own
    ? group
    : new Map([...group].map(([term, weight]) => [term, weight >= STEM ? weight : Math.min(RAISED, weight * 2)]));
}

/** A stem that is head or tail of a longer word, or the other way round ("Betrag", "Rechnungsbetrag"), counts half. */
function withCompounds(group: TermGroup, postings: ReadonlyMap<string, unknown>): TermGroup {
  const all = new Map(group);
  const own = [...group].filter(([term, weight]) => weight >= RAISED && term.length >= 3 && !/^=|\d/.test(term));
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
