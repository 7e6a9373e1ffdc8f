import type { z } from "zod";
import type { Context } from "../core/index.ts";
import type { EmbedRequest, EmbedResult } from "./embed/types.ts";
import type { ToolCall, ToolSpec, Message, EngineUsage } from "./engine/types.ts";
import type { Priority } from "./residency/types.ts";

/** What a piece of work is, so that routing can choose a model and its settings. */
export type Task =
  | "chat"
  | "write"
  | "classify"
  | "extract"
  | "reason"
  | "code"
  | "judge"
  | "vision"
  | "embed"
  | "rerank";

export interface GenerateRequest<T> {
  task: Task;
  /** With a schema the result is the validated value; without, `value` is the answer text. */
  schema?: z.ZodType<T>;
  /** The stable prefix: identity, rules, grammar. Byte-equal for all requests of a kind. */
  system: string;
  /** Earlier turns, oldest first. */
  history?: Message[];
  /** With a history: which of a session's conversations goes on, for an engine that keeps its state. */
  conversation?: string;
  /** Everything of this request; the last message. */
  input: string;
  /** At most 6; described inside the last message. */
  tools?: ToolSpec[];
  budget?: { maxTokens?: number; repairs?: number; seconds?: number };
  /** Default "chat": a person waits. "background" is work that nobody watches: it lets chats go first. */
  priority?: Priority;
  seed?: number;
  temperature?: number;
  /** Called with answer text as it comes. */
  onText?: (text: string) => void;
  onThinking?: (text: string) => void;
  /** Which run asks; handed to `onUsage`. */
  run?: string;
}

export interface Usage extends EngineUsage {
  task: Task;
  model: string;
  calls: number;
  wallMs: number;
}

export interface GenerateResult<T> {
  value: T;
  text: string;
  thinking: string;
  toolCalls: ToolCall[];
  usage: Usage;
  stopped: "stop" | "length";
}

/**
 * The one way to a model for everything above `models/`. Contract: with `schema` the value is valid, or an AppError
 * E_SCHEMA_OUTPUT after bounded repair (default 1 round, told the concrete fault); tool calls found in text are
 * returned only when they are unambiguous and fit their schema; cancelling throws E_CANCELLED; every call, also a failed
 * one, is recorded once through `onUsage`.
 */
export interface Models {
  generate<T = string>(request: GenerateRequest<T>, ctx: Context): Promise<GenerateResult<T>>;
  /** Tokens of a text for the model that would serve `task`. */
  count(text: string, task: Task, ctx: Context): Promise<number>;
  /** Texts to vectors, by an encoder of its own (contract: `embed/types.ts`); brought here by the first call. */
  embed(request: EmbedRequest, ctx: Context): Promise<EmbedResult>;
  /** What was measured of the model that serves `task`; drives strategy. */
  ability(task: Task, ctx: Context): Promise<ModelAbility>;
  close(): Promise<void>;
}

/** What the loaded model was measured to be able to do; `tier` follows from measurements, never from a name. */
export interface ModelAbility {
  model: string;
  contextTokens: number;
  /** Share of a probe set right, 0..1: choosing among candidates, schema output, free tool calls. */
  choose: number;
  schema: number;
  tools: number;
  /** Share of the cases that need German; absent where it was measured before there were any. */
  german?: number;
  /** Tokens per second in writing, and in reading a short prompt. */
  tokensPerSecond: number;
  promptTokensPerSecond?: number;
}
