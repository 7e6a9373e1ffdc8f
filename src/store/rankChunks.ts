/** That a chunk has a word, how often, and how many words it has. */
export interface Posting {
  term: string;
  document: string;
  seq: number;
  count: number;
  length: number;
}

export interface Ranked {
  best: { document: string; seq: number; score: number }[];
  /** Chunks that have a term. */
  counts: Map<string, number>;
}

// Okapi BM25 with the usual constants. Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009).
const K1 = 1.2;
const B = 0.75;

/** Best first; among equals in the order of documents and their pieces. `all`: how many chunks and words there are. */
export function rankChunks(postings: readonly Posting[], all: { chunks: number; words: number }): Ranked {
  const counts = new Map<string, number>();
  for (const { term } of postings) counts.set(term, (counts.get(term) ?? 0) + 1);
  const average = all.words / Math.max(1, all.chunks) || 1;
  const scores = new Map<string, Ranked["best"][number]>();
  for (const { term, document, seq, count, length } of postings) {
    const having = counts.get(term) ?? 0;
    const rarity = Math.log(1 + (all.chunks - having + 0.5) / (having + 0.5));
    const worth = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / average));
    const key = `${document}/${seq}`;
    const known = scores.get(key) ?? { document, seq, score: 0 };
    known.score += worth;
    scores.set(key, known);
  }
  const inOrder = (a: Ranked["best"][number], b: Ranked["best"][number]): number =>
    b.score - a.score || (a.document < b.document ? -1 : a.document > b.document ? 1 : a.seq - b.seq);
  return { best: [...scores.values()].toSorted(inOrder), counts };
}
