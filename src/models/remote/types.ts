import type { AppError, Context, EngineSettings } from "../../core/index.ts";
import type { EngineRequest, Message, ModelFeature, ModelInfo, ToolSpec } from "../engine/types.ts";

/** One engine of the settings, ready to be spoken to. */
export interface RemoteServer {
  name: string;
  settings: EngineSettings;
  /** The value of the variable that `settings.keyEnv` names; null where none is needed. Never logged or stored. */
  key: string | null;
  /** Folders in which provider packages are looked for, besides Kralle's own dependencies. */
  packageDirs: readonly string[];
}

export interface ServedModel {
  /** As the server calls it; what stands after the slash of NAME/MODEL. */
  id: string;
  /** Tokens of context that would be used; null where the server does not say. */
  contextTokens: number | null;
  features: readonly ModelFeature[] | null;
  parameters: number | null;
}

export interface ServerInfo {
  /** The program behind the address, as far as it can be told: "ollama", "llama-server", "vllm" … */
  kind: string;
  version: string | null;
  models: ServedModel[];
}

export type WireEvent =
  | { type: "thinking"; text: string }
  | { type: "text"; text: string }
  | { type: "toolCall"; id: string | null; name: string; input: unknown }
  | { type: "finish"; reason: "stop" | "length"; usage: WireUsage }
  | { type: "failed"; error: AppError };

/** What the server says that an answer took; null where it says nothing. Times in ms. */
export interface WireUsage {
  promptTokens: number | null;
  completionTokens: number | null;
  cachedTokens: number | null;
  promptMs: number | null;
  completionMs: number | null;
}

export interface Counted {
  tokens: number;
  /** Counted by the server's own tokeniser; otherwise an estimate that is rather too high. */
  isExact: boolean;
}

export interface ServedEngine {
  info: ModelInfo;
  /** Nobody told the size of the context: the one in `info` is taken for granted. */
  isContextAssumed: boolean;
  /** A schema binds what the model may write. Where that is not known the schema is also told in words. */
  constrains: boolean;
  count(messages: readonly Message[], tools: readonly ToolSpec[], ctx: Context): Promise<Counted>;
  /**
   * Sends one request. Contract: throws before the first event when the server refuses; afterwards only ends. The last
   * event is `finish` or `failed`; when neither came the connection broke. Stops when `ctx.signal` fires.
   */
  stream(request: EngineRequest, ctx: Context): AsyncIterable<WireEvent>;
}

/** One way of speaking to model servers. Each call may throw E_ENGINE_REMOTE, E_CONFIG, E_MODEL_UNKNOWN, E_CANCELLED. */
export interface Wire {
  /** Reaches the server and asks what it is and has. */
  inspect(ctx: Context): Promise<ServerInfo>;
  /** Makes one model ready to answer. */
  open(model: string, ctx: Context): Promise<ServedEngine>;
}

/** Times in ms and sizes that bound what a server can do to us. */
export interface RemoteLimits {
  /** For questions about the server itself. */
  inspectMs: number;
  /** Until the first byte of an answer: the server may have to load the model and to read a long prompt. */
  firstByteMs: number;
  /** Between two pieces of an answer. */
  idleMs: number;
  lineBytes: number;
  bodyBytes: number;
}

export const REMOTE_LIMITS: RemoteLimits = {
  inspectMs: 5_000,
  firstByteMs: 600_000,
  idleMs: 120_000,
  lineBytes: 1024 * 1024,
  bodyBytes: 16 * 1024 * 1024,
};

/** Where neither the server nor the person says it. Small servers are often started with it. */
export const ASSUMED_CONTEXT = 4096;
/** What is asked of a server that lets the client choose; memory for more is not ours to take. */
export const WANTED_CONTEXT = 8192;
