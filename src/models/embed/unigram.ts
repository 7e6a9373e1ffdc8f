/** SentencePiece's sign for a space. */
const SPACE = "\u2581";
/** How much worse than the rarest piece a character is that no piece holds; as SentencePiece has it. */
const UNKNOWN_PENALTY = 10;

export interface Vocabulary {
  pieces: readonly string[];
  /** Logarithms of their probabilities. */
  scores: readonly number[];
  /** Only these are found in a text; marks like `</s>` are not. */
  isNormal(token: number): boolean;
  unknown: number;
}

/**
 * Cuts plain text (`toPlainText`) into the most probable pieces: the unigram model of SentencePiece (Kudo 2018, arXiv 1804.10959),
 * by Viterbi's algorithm. Done here because llama.cpp's own reader of such vocabularies takes 250 MB and seconds at 250,000 pieces.
 * Neighbouring characters that no piece holds become one unknown token.
 */
export function createUnigram({ pieces, scores, isNormal, unknown }: Vocabulary): (text: string) => number[] {
  const tokens = new Map<string, number>();
  let lowest = 0;
  let longest = 1; // in UTF-16 units
  for (const [token, piece] of pieces.entries()) {
    if (!isNormal(token)) continue;
    tokens.set(piece, token);
    lowest = Math.min(lowest, scores[token] ?? 0);
    longest = Math.max(longest, piece.length);
  }
  const unknownScore = lowest - UNKNOWN_PENALTY;

  return (text) => {
    if (text === "") return [];
    const marked = SPACE + text.replaceAll(" ", SPACE);
    const length = marked.length;
    const best = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(length + 1);
    const by = new Int32Array(length + 1);
    best[0] = 0;
    for (let start = 0; start < length; start += widthAt(marked, start)) {
      const soFar = best[start] ?? 0;
      const reach = (end: number, score: number, token: number): void => {
        if (soFar + score <= (best[end] ?? 0)) return;
        best[end] = soFar + score;
        from[end] = start;
        by[end] = token;
      };
      for (let end = start + 1; end <= Math.min(length, start + longest); end += 1) {
        const token = tokens.get(marked.slice(start, end));
        if (token !== undefined) reach(end, scores[token] ?? 0, token);
      }
      reach(start + widthAt(marked, start), unknownScore, unknown);
    }
    const found: number[] = [];
    for (let end = length; end > 0; end = from[end] ?? 0) {
      const token = by[end] ?? unknown;
      if (token !== unknown || found.at(-1) !== unknown) found.push(token);
    }
    return found.toReversed();
  };
}

/** UTF-16 units of the character there. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
