import type { Context } from "../../core/index.ts";
import type { ConverseRequest, EmbedKind, EmbedResult, EngineEvent, ModelFeature } from "../../models/index.ts";

/** A model that other programs can name. */
export interface OfferedModel {
  id: string;
  kind: "chat" | "embed";
  /** Whose it is: this machine's, or the engine of this name. */
  place: "local" | (string & {});
  digest: string | null;
  bytes: number | null;
  contextTokens: number | null;
  parameters: number | null;
  family: string | null;
  quantisation: string | null;
  /** Null where nobody said. */
  features: readonly ModelFeature[] | null;
}

export interface ResidentInfo {
  id: string;
  bytes: number;
  /** ms UTC; null while it is used, or where it has no end. */
  expires: number | null;
}

export interface Answering {
  /** The id of the model that answers. */
  model: string;
  /** As `converse` of models/ says; ends soon after `ctx.signal` fired. */
  events: AsyncIterable<EngineEvent>;
}

/**
 * Kralle's models for programs that bring their own conversations: without sessions and tools of Kralle. Contract:
 * - A name is "auto" (whatever Kralle itself would take), the id of a model that is here, or NAME/MODEL of an engine. Nothing is
 *   fetched because a stranger names it: what is not here is E_MODEL_UNKNOWN, also the path of a file.
 * - The owner's settings of engines hold: one that leaves the machine without a door is E_REFUSED.
 * - Every answer is in the record of use (task "chat" or none, no session), also one that was cancelled or failed.
 */
export interface Inference {
  list(ctx: Context): Promise<OfferedModel[]>;
  /** E_MODEL_UNKNOWN. Loads nothing. */
  find(name: string, ctx: Context): Promise<OfferedModel>;
  /** Throws what loading throws; the stream throws only before its first event. */
  answer(name: string, request: ConverseRequest, ctx: Context): Promise<Answering>;
  /** Loads a model, so that it is there when it is needed. Resolves with its id. */
  warm(name: string, ctx: Context): Promise<string>;
  embed(
    name: string,
    texts: readonly string[],
    kind: EmbedKind,
    ctx: Context,
  ): Promise<EmbedResult & { tokens: number }>;
  residents(): Promise<ResidentInfo[]>;
}
