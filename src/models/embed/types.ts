import type { Context } from "../../core/index.ts";
import type { Priority } from "../residency/types.ts";

/** A query looks for passages; the encoder was trained to tell the two apart, so say which a text is. */
export type EmbedKind = "query" | "passage";

export interface EmbedRequest {
  texts: readonly string[];
  kind: EmbedKind;
  /** Default "chat". What reads many texts that nobody waits for says "background", and lets chats compute first. */
  priority?: Priority;
  /** Called after each batch with how many texts are done. */
  onProgress?: (done: number, total: number) => void;
}

export interface EmbedResult {
  /** In the order of the texts; each of length 1, so that the dot product is the cosine. */
  vectors: Float32Array[];
  /** Vectors of different models never compare; keep this beside them. */
  model: string;
  dimensions: number;
  /** Windows that each text was read in: 1, or more where it was longer than the encoder sees at once. */
  windows: number[];
}

/**
 * Texts to vectors. Contract: the same text and kind give the same vector, whatever stands beside it. A text longer than the
 * encoder's window is read in several windows, whose vectors are averaged by their tokens; nothing is left out. Throws
 * E_INPUT for an empty text and for one of more than `MOST_WINDOWS` windows, with its place and the figures, before anything
 * is evaluated; E_CANCELLED within 200 ms of the signal; whatever loading a model throws.
 */
export interface Encoder {
  readonly model: string;
  readonly dimensions: number;
  embed(request: EmbedRequest, ctx: Context): Promise<EmbedResult>;
  close(): Promise<void>;
}
