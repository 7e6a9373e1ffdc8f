import type { LlamaSequence, LlamaToken } from "./binding.ts";

/** Brings as much state of a prompt as possible into the sequence. A cache on disk would be another implementation. */
export interface PrefixCache {
  /** Leaves exactly a prefix of `tokens` in the sequence, never all of them, and returns its length. */
  restore(sequence: LlamaSequence, tokens: readonly LlamaToken[]): Promise<number>;
}

/** Reuses what the last request left in memory: the longest common beginning; the rest is erased. */
export const memoryPrefix: PrefixCache = {
  async restore(sequence, tokens) {
    const present = sequence.contextTokens;
    const most = Math.min(present.length, tokens.length - 1); // the last token must be evaluated to get its successor
    let same = 0;
    while (same < most && present[same] === tokens[same]) same += 1;
    await erase(sequence, same);
    return sequence.nextTokenIndex;
  },
};

/** For reproducible runs: the same tokens are evaluated in the same batches every time. */
export const noPrefix: PrefixCache = {
  async restore(sequence) {
    await erase(sequence, 0);
    return 0;
  },
};

async function erase(sequence: LlamaSequence, from: number): Promise<void> {
  const end = sequence.nextTokenIndex;
  if (from < end) await sequence.eraseContextTokenRanges([{ start: from, end }]);
}
