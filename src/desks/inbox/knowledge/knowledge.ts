import type { Documents, FoundChunks } from "../../../store/index.ts";

/** What answers are taken from. */
export interface Knowledge {
  /** Pieces that hold any of the keys (`toTerms`), best first. */
  find(keys: readonly string[]): Promise<FoundChunks>;
  /** The text that evidence quotes; null: it is gone. */
  textOf(document: string): Promise<string | null>;
}

/** Pieces that are looked at for one question: those behind share one common word with it at most. */
const CANDIDATES = 80;

export function createKnowledge(documents: Documents): Knowledge {
  return {
    find: (keys) => documents.find(keys, CANDIDATES),
    textOf: async (document) => (await documents.get(document))?.text ?? null,
  };
}
