/** Evaluated tokens, kept in a file of llama.cpp's own form. */
export interface StoredState {
  /** SHA-256 of the tokens; also the name of the file. */
  readonly id: string;
  /** Tokens whose state it holds. */
  readonly tokens: number;
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** The conversation that it continues; null for a beginning that many requests share. */
  readonly conversation: string | null;
}

export interface NewState {
  tokens: readonly number[];
  conversation: string | null;
  /** Of the context that writes it. */
  sequences: number;
}

/** A file to load from; it stays as it is until `release` is called. */
export interface StateFile {
  path: string;
  release(): void;
}

/**
 * States of one model under one build of the engine, by the tokens that they hold.
 *
 * Contract: `find` gives the longest state that is a beginning of the tokens and has at most `most` of them. `open` gives
 * the path of a file whose bytes are those that were stored, in the form for a context of so many sequences, or null: what
 * is damaged, cut or gone is removed and never handed out. `put` stores what `write` writes to the path that it is given,
 * by a context of so many sequences; a conversation keeps only its newest state;
 * all states of all models together stay below the limit, the least recently used go first. Nothing here throws for a full
 * or broken disk: a cache that cannot be written is only slower, and says so in the log.
 */
export interface StateStore {
  find(tokens: readonly number[], most: number): StoredState | null;
  open(state: StoredState, sequences: number): Promise<StateFile | null>;
  put(what: NewState, write: (path: string) => Promise<void>): Promise<void>;
  /** The state turned out not to be loadable. */
  drop(state: StoredState): Promise<void>;
  /** Removes what only this process needs. */
  close(): Promise<void>;
}
