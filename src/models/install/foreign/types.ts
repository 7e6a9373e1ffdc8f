/** Other programs that keep weights on this machine. */
export type StoreKind = "ollama" | "lmstudio" | "huggingface";

export interface FoundFile {
  path: string;
  bytes: number;
  /** What its store calls it; null where the store does not know. Checked before it is used. */
  sha256: string | null;
}

/** Weights in the store of another program; nothing there is ever written or removed. */
export interface FoundModel {
  store: StoreKind;
  id: string;
  name: string;
  /** The whole name at the source that it came from, as `kralle models pull` takes it; null where that is not known. */
  reference: string | null;
  /** The file, or all parts in order; empty where there is none that could be loaded. */
  files: FoundFile[];
  /** The file by which it sees pictures; null where there is none. */
  projector: FoundFile | null;
  bytes: number;
  quantisation: string | null;
  /** Why it cannot be used in place; null when it can. */
  reason: string | null;
}
