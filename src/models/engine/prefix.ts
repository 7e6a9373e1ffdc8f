import type { LlamaToken } from "./binding.ts";
import { countSame, type Seat } from "./seats.ts";
import type { StateStore } from "./states/index.ts";

/** Brings as much evaluated state of a prompt as there is into a sequence, and keeps what was evaluated for later. */
export interface PrefixCache {
  /**
   * Leaves exactly a beginning of `tokens` in the seat, never all of them, and returns its length. A conversation other than
   * the one that goes on is kept before.
   */
  restore(seat: Seat, tokens: readonly LlamaToken[], conversation?: string): Promise<number>;
  /**
   * Before a beginning of `length` tokens is evaluated: waits for another request that evaluates the same, then calls
   * `restore` again. `gone` resolves when the request has ended meanwhile.
   */
  claim(tokens: readonly LlamaToken[], length: number, gone: Promise<void>): Promise<Claim>;
  /** Stores the state of a conversation that stands in a seat and nowhere else. */
  keep(seat: Seat): Promise<void>;
  close(): Promise<void>;
}

export interface Claim {
  /** Another request evaluated it meanwhile: restore again. */
  readonly wasWaiting: boolean;
  /** Stores the seat's state, which is the beginning and nothing more; lets those go on who wait for it. */
  settle(seat: Seat): Promise<void>;
  /** It was not evaluated after all. */
  release(): void;
}

/** Fewer tokens are read again as fast as a file is. */
export const LEAST_STORED = 48;

/** Reuses what the last request left in memory: the longest common beginning; the rest is erased. */
export const memoryPrefix: PrefixCache = {
  restore: restoreFromMemory,
  claim: async () => ({ wasWaiting: false, settle: async () => {}, release: () => {} }),
  keep: async () => {},
  close: async () => {},
};

/** For reproducible runs: the same tokens are evaluated in the same batches every time. */
export const noPrefix: PrefixCache = {
  ...memoryPrefix,
  async restore({ sequence }) {
    await eraseFrom(sequence, 0);
    return 0;
  },
};

/** As `memoryPrefix`, and beside it states in files, which outlive this process and are shared by all sequences. */
export function createStoredPrefix(store: StateStore): PrefixCache {
  const pending = new Map<string, Promise<void>>();

  const keep = async (seat: Seat): Promise<void> => {
    const { sequence, sequences, conversation, lasting } = seat;
    if (conversation === null) return;
    seat.conversation = null;
    if (lasting !== null && sequence.needsCheckpoints) return; // it cannot go back to what lasts
    if (lasting !== null) await eraseFrom(sequence, lasting);
    const tokens = [...sequence.contextTokens];
    if (tokens.length >= LEAST_STORED) {
      await store.put({ tokens, conversation, sequences }, (path) => save(sequence, path));
    }
  };

  return {
    async restore(seat, tokens, conversation) {
      const { sequence } = seat;
      const most = tokens.length - 1; // the last token must be evaluated to get its successor
      const same = Math.min(countSame(seat, tokens), most);
      const isCut = same < sequence.nextTokenIndex;
      const goesOn = conversation !== undefined && seat.conversation === conversation;
      // What another conversation left and nothing else holds is kept before it is written over.
      if (!goesOn) await keep(seat);
      const present = isCut && sequence.needsCheckpoints ? 0 : same; // such a model cannot go back by itself
      const state = store.find(tokens, Math.min(most, seat.window));
      if (state === null || state.tokens < present + LEAST_STORED) return restoreFromMemory(seat, tokens);
      const file = await store.open(state, seat.sequences);
      if (file === null) return restoreFromMemory(seat, tokens);
      try {
        if (await load(seat, file.path, tokens, state.tokens)) return state.tokens;
      } finally {
        file.release();
      }
      await store.drop(state);
      return restoreFromMemory(seat, tokens);
    },
    async claim(tokens, length, gone) {
      const key = tokens.slice(0, length).join(",");
      const other = pending.get(key);
      if (other !== undefined) {
        await Promise.race([other, gone]);
        return { wasWaiting: true, settle: async () => {}, release: () => {} };
      }
      let release: () => void = () => {};
      pending.set(
        key,
        new Promise((resolve) => {
          release = () => {
            pending.delete(key);
            resolve();
          };
        }),
      );
      return {
        wasWaiting: false,
        async settle({ sequence, sequences }) {
          const what = { tokens: tokens.slice(0, length), conversation: null, sequences };
          await store.put(what, (path) => save(sequence, path));
          release();
        },
        release,
      };
    },
    keep,
    close: () => store.close(),
  };
}

async function save(sequence: Seat["sequence"], path: string): Promise<void> {
  await sequence.saveStateToFile(path);
}

/** False when the file holds other tokens than it should; the sequence is empty then. */
async function load(seat: Seat, path: string, tokens: readonly LlamaToken[], length: number): Promise<boolean> {
  const { sequence } = seat;
  // Empties the sequence for llama.cpp too: a load that fails before it begins leaves what was there.
  await eraseFrom(sequence, 0);
  try {
    await sequence.loadStateFromFile(path, { acceptRisk: true }); // its bytes are those that we wrote
    if (sequence.nextTokenIndex === length && countSame(seat, tokens) === length) return true;
  } catch {
    // Not loadable: the caller drops the file, and everything is evaluated.
  }
  await eraseFrom(sequence, 0);
  return false;
}

async function restoreFromMemory(seat: Seat, tokens: readonly LlamaToken[]): Promise<number> {
  const { sequence } = seat;
  const same = Math.min(countSame(seat, tokens), tokens.length - 1);
  const isCut = same < sequence.nextTokenIndex;
  // Going back would evaluate all of it anew inside the binding, where nobody can stop it.
  await eraseFrom(sequence, isCut && sequence.needsCheckpoints ? 0 : same);
  return sequence.nextTokenIndex;
}

async function eraseFrom(sequence: Seat["sequence"], from: number): Promise<void> {
  const end = sequence.nextTokenIndex;
  if (from < end) await sequence.eraseContextTokenRanges([{ start: from, end }]);
}
