import type { AppError, Context } from "../../core/index.ts";
import type { Priority } from "../residency/types.ts";

/** A JSON Schema (the subset of 2020-12 that zod emits: object, array, string, number, integer, boolean, enum, const, anyOf). */
export type JsonSchema = Record<string, unknown>;

/** A picture that belongs to a message. Engines whose model cannot see refuse it (E_INPUT), never drop it. */
export interface ImagePart {
  mediaType: "image/png" | "image/jpeg" | "image/webp" | "image/gif";
  bytes: Uint8Array;
}

export type Message =
  | { role: "system"; content: string }
  | { role: "user"; content: string; images?: ImagePart[] }
  | { role: "assistant"; content: string; toolCalls?: ToolCall[] }
  | { role: "tool"; content: string; callId: string; name: string };

export interface ToolSpec {
  name: string;
  description: string;
  input: JsonSchema;
}

export interface ToolCall {
  id: string;
  name: string;
  input: unknown;
}

export interface EngineRequest {
  messages: Message[];
  /** Output is constrained to JSON that fits. Excludes `tools`. */
  schema?: JsonSchema;
  /** Described to the model by its own template. */
  tools?: ToolSpec[];
  maxTokens: number;
  /** 0 = greedy, the default. */
  temperature?: number;
  seed?: number;
  stop?: string[];
  /** Names the conversation that this request goes on with; an engine may keep its state to go on from there. */
  conversation?: string;
  /** Whether a person waits, where several want the memory and the processor; default as the engine was made. */
  priority?: Priority;
}

export interface EngineUsage {
  promptTokens: number;
  completionTokens: number;
  /** Prompt tokens that were not evaluated because their state was still there. */
  cachedTokens: number;
  /** Milliseconds for reading the prompt and for writing the answer. */
  promptMs: number;
  completionMs: number;
}

export type EngineEvent =
  | { type: "thinking"; text: string }
  | { type: "text"; text: string }
  | { type: "toolCall"; call: ToolCall }
  | { type: "end"; reason: "stop" | "length" | "cancelled" | "error"; usage: EngineUsage; error?: AppError };

/** What an engine may say that a model can do: declared, not measured. */
export type ModelFeature = "vision" | "tools" | "thinking" | "embed";

export interface ModelInfo {
  /** SHA-256 of the weights, where known. */
  digest: string | null;
  name: string;
  contextTokens: number;
  parameters: number | null;
  engine: string;
  /** The engine's own words on the build and the CPU or GPU features it uses. */
  system: string;
  /** Null where the engine does not say. */
  features: readonly ModelFeature[] | null;
}

/**
 * Runs one loaded model.
 *
 * Contract:
 * - `load` resolves when the model can answer; it is idempotent and safe to call at once from several places (one load).
 *   It throws an AppError (E_MODEL_CORRUPT, E_MODEL_TOO_LARGE, E_ENGINE_START, E_ENGINE_BROKEN, E_CANCELLED; from a server
 *   also E_ENGINE_REMOTE, E_MODEL_UNKNOWN, E_CONFIG, E_REFUSED).
 * - `generate` may throw only before its first event (E_PROMPT_TOO_LONG with `data: { promptTokens, maxTokens,
 *   contextTokens }`, E_INPUT (also for images that the model cannot see), or anything `load` throws). Once a stream
 *   began it never throws: failures are the last event. Exactly one `end` event comes, and it is the last. `thinking`
 *   never contains answer text, `text` never contains thinking. With `schema`, the joined `text` is one JSON document unless `end.reason` is not "stop".
 * - When `ctx.signal` fires, the `end` event with reason "cancelled" comes within 200 ms.
 * - Requests to one engine begin in the order of the calls, one after another or a few side by side, as the engine was
 *   made; a waiting request can be cancelled. A cancelled request holds up nobody, also when its events are not read to
 *   the end.
 * - `count` counts the tokens of the rendered messages exactly as `generate` would evaluate them; where the engine is on
 *   a server without a tokeniser, rather too high.
 * - `close` ends everything; later calls throw E_ENGINE_START. Memory of the model is returned for certain, but on
 *   a server that others use too: there it is the server's own matter.
 */
export interface Engine {
  readonly id: string;
  load(ctx: Context): Promise<ModelInfo>;
  generate(request: EngineRequest, ctx: Context): AsyncIterable<EngineEvent>;
  count(messages: Message[], ctx: Context, tools?: ToolSpec[]): Promise<number>;
  /**
   * Where the engine can: evaluates what all requests with these system messages and tools share, so that it is there
   * when one comes. Returns its length in tokens. Safe to leave out and to cancel.
   */
  prepare?(messages: Message[], ctx: Context, tools?: ToolSpec[]): Promise<number>;
  close(): Promise<void>;
}
