import data from "./retrieval.json" with { type: "json" };

export interface Question {
  /** Language of the question and of the passage that answers it. */
  pair: string;
  text: string;
  right: string;
}

export const PASSAGES: readonly { id: string; text: string }[] = data.passages;
export const QUESTIONS: readonly Question[] = data.queries;

export interface Quality {
  /** Share of questions whose right passage comes first. */
  recallAt1: number;
  /** Mean reciprocal rank of the right passage. */
  mrr: number;
  questions: number;
}

/** `scores[question][passage]`, higher is nearer. Equal scores count as ranked behind all their equals. */
export function toQuality(scores: readonly ArrayLike<number>[], pair: RegExp): Quality {
  const ranks = QUESTIONS.flatMap((question, at) => {
    if (!pair.test(question.pair)) return [];
    const row = Array.from(scores[at] ?? []);
    const own = row[PASSAGES.findIndex(({ id }) => id === question.right)] ?? Number.NEGATIVE_INFINITY;
    return [row.filter((score) => score >= own).length];
  });
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    recallAt1: mean(ranks.map((rank) => (rank === 1 ? 1 : 0))),
    mrr: mean(ranks.map((rank) => 1 / rank)),
    questions: ranks.length,
  };
}

/** Okapi BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75) over whole words: what search without an encoder finds. */
export function scoreByWords(): number[][] {
  const bags = PASSAGES.map(({ text }) => toWords(text));
  const length = bags.reduce((sum, bag) => sum + bag.length, 0) / bags.length;
  const rarity = (word: string): number => {
    const holders = bags.filter((bag) => bag.includes(word)).length;
    return Math.log(1 + (bags.length - holders + 0.5) / (holders + 0.5));
  };
  return QUESTIONS.map(({ text }) =>
    bags.map((bag) =>
      toWords(text).reduce((sum, word) => {
        const count = bag.filter((other) => other === word).length;
        return sum + (rarity(word) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * bag.length) / length));
      }, 0),
    ),
  );
}

const toWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];

export const toCosines = (queries: readonly Float32Array[], passages: readonly Float32Array[]): number[][] =>
  queries.map((query) =>
    passages.map((passage) => query.reduce((sum, value, at) => sum + value * (passage[at] ?? 0), 0)),
  );
