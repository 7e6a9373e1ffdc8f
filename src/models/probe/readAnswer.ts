import { AppError, type Context } from "../../core/index.ts";
import type { Engine, EngineRequest, EngineUsage, ToolCall } from "../engine/types.ts";

export interface Answer {
  text: string;
  thinking: string;
  toolCalls: ToolCall[];
  usage: EngineUsage;
  /** ms from the request to the first piece of the answer, or to its end when it has none. */
  firstMs: number;
}

/**
 * Reads one answer, and no further than needed: once `isEnough` says so of the text, the engine is told to stop and what
 * came counts. Throws the engine's error, and E_CANCELLED when the caller's signal fired.
 */
export async function readAnswer(
  engine: Engine,
  request: EngineRequest,
  ctx: Context,
  isEnough: (text: string) => boolean = () => false,
): Promise<Answer> {
  const enough = new AbortController();
  const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, enough.signal]) };
  const answer = { text: "", thinking: "", toolCalls: [] as ToolCall[] };
  const start = ctx.clock.now();
  let firstMs: number | null = null;
  for await (const event of engine.generate(request, inner)) {
    firstMs ??= ctx.clock.now() - start;
    if (event.type === "toolCall") answer.toolCalls.push(event.call);
    else if (event.type !== "end") {
      answer[event.type] += event.text;
      if (isEnough(answer.text)) enough.abort();
    } else {
      if (event.reason === "error") throw event.error ?? new AppError("E_ENGINE_DIED", "The model engine failed.");
      if (ctx.signal.aborted) throw new AppError("E_CANCELLED", "The work was cancelled.");
      return { ...answer, usage: event.usage, firstMs };
    }
  }
  throw new AppError("E_BUG", "An engine's answer had no end.");
}
