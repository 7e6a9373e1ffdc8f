import { AppError, type Context } from "../../core/index.ts";
import type { Engine, EngineRequest, EngineUsage, ToolCall } from "../engine/types.ts";

export interface CallResult {
  text: string;
  thinking: string;
  toolCalls: ToolCall[];
  stopped: "stop" | "length";
}

export interface CallOptions {
  onText?: ((text: string) => void) | undefined;
  onThinking?: ((text: string) => void) | undefined;
  /** Called once with what the call used, also when it failed after it began. */
  onUsage(usage: EngineUsage): void;
}

/**
 * One request to an engine, read to its end. Throws the engine's error; E_CANCELLED when the signal fired. When the
 * engine died before the caller has seen a word, it is asked once more: it starts anew by itself.
 */
export async function callEngine(
  engine: Engine,
  request: EngineRequest,
  options: CallOptions,
  ctx: Context,
): Promise<CallResult> {
  let seen = false;
  const shown: CallOptions = {
    ...options,
    onText: options.onText && ((text) => ((seen = true), options.onText?.(text))),
    onThinking: options.onThinking && ((text) => ((seen = true), options.onThinking?.(text))),
  };
  try {
    return await callOnce(engine, request, shown, ctx);
  } catch (error) {
    const isDead = error instanceof AppError && error.code === "E_ENGINE_DIED";
    if (!isDead || seen || ctx.signal.aborted) throw error;
    ctx.log.warn("The engine ended in mid-answer; it is asked once more.", { engine: engine.id, error });
    return callOnce(engine, request, shown, ctx);
  }
}

async function callOnce(
  engine: Engine,
  request: EngineRequest,
  options: CallOptions,
  ctx: Context,
): Promise<CallResult> {
  const result: CallResult = { text: "", thinking: "", toolCalls: [], stopped: "stop" };
  for await (const event of engine.generate(request, ctx)) {
    if (event.type === "text") {
      result.text += event.text;
      options.onText?.(event.text);
    } else if (event.type === "thinking") {
      result.thinking += event.text;
      options.onThinking?.(event.text);
    } else if (event.type === "toolCall") result.toolCalls.push(event.call);
    else {
      options.onUsage(event.usage);
      if (event.reason === "cancelled") throw new AppError("E_CANCELLED", "The answer was cancelled.");
      if (event.reason === "error") throw event.error ?? new AppError("E_ENGINE_DIED", "The model engine failed.");
      result.stopped = event.reason;
    }
  }
  return result;
}
