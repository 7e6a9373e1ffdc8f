import type { Context } from "../../../core/index.ts";
import type { Documents, FoundChunk, FoundChunks } from "../../../store/index.ts";
import { syncFolder } from "./syncFolder.ts";

/** What answers are taken from. */
export interface Knowledge {
  /** Pieces that hold any of the keys (`toTerms`), best first. */
  find(keys: readonly string[]): Promise<FoundChunks>;
  /** Every piece; none where there are too many to compare a question with each. */
  all(): Promise<FoundChunk[]>;
  /** The text that evidence quotes; null: it is gone. */
  textOf(document: string): Promise<string | null>;
}

/** Pieces that are looked at for one question: those behind share one common word with it at most. */
const CANDIDATES = 80;
/** Of these the encoder reads each once, some 15 ms. */
const MOST_COMPARED = 1_000;
/** Folders are looked through again when an answer is needed and the last look is older than that. */
const FRESH_MS = 60_000;

/** Looks first whether files of its folders changed; a folder that cannot be read is told to the log, and what is known of it stays. */
export function createKnowledge(documents: Documents, ctx: Context): Knowledge {
  let looking: Promise<void> | null = null;
  const look = (): Promise<void> =>
    (looking ??= refresh(documents, ctx).finally(() => {
      looking = null;
    }));
  return {
    async find(keys) {
      await look();
      return documents.find(keys, CANDIDATES);
    },
    async all() {
      await look();
      const chunks = await documents.chunks(MOST_COMPARED + 1);
      return chunks.length > MOST_COMPARED ? [] : chunks;
    },
    textOf: async (document) => (await documents.get(document))?.text ?? null,
  };
}

async function refresh(documents: Documents, ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  for (const source of await documents.sources()) {
    if (source.kind !== "folder" || (source.checked !== null && now - source.checked < FRESH_MS)) continue;
    try {
      await syncFolder(source, documents, ctx);
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      ctx.log.warn("a folder of knowledge was not read", { folder: source.place, error: String(thrown) });
      await documents.markChecked(source.id, ctx);
    }
  }
}
