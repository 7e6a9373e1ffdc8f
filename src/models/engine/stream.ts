import { AppError } from "../../core/index.ts";
import { createChannel } from "./channel.ts";
import { toError, type EngineProcess } from "./process.ts";
import type { FromChild, OutputPiece, ToChild } from "./protocol.ts";
import type { EngineEvent, EngineUsage } from "./types.ts";
import type { Death } from "./watch.ts";

export const NO_USAGE: EngineUsage = {
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  promptMs: 0,
  completionMs: 0,
};

/** The child answers a cancel within milliseconds; when it hangs, the answer ends without it. */
const CANCEL_MS = 150;

type Order = Omit<Extract<ToChild, { type: "generate" }>, "type" | "id">;
type End = Extract<EngineEvent, { type: "end" }>;

/** Sends one request to the child and turns its messages into the events of the engine contract. */
export async function* stream(
  child: EngineProcess,
  id: number,
  order: Order,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const messages = createChannel<FromChild | Death>();
  let usage = NO_USAGE;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let calls = 0;
  const cancel = (): void => {
    child.send({ type: "cancel", id });
    timer = setTimeout(() => messages.push({ type: "end", id, reason: "cancelled", usage }), CANCEL_MS);
  };
  const unsubscribe = child.subscribe(id, (message) => {
    if (message.type === "output") ({ usage } = message);
    messages.push(message);
  });
  signal.addEventListener("abort", cancel, { once: true });
  try {
    child.send({ type: "generate", id, ...order });
    if (signal.aborted) cancel();
    for (;;) {
      const message = await messages.next();
      if (message.type === "output") {
        for (const piece of message.pieces) yield toEvent(piece, `call_${id}_${(calls += 1)}`);
        continue;
      }
      isOver = true;
      if (message.type === "refused") throw toError(message.error);
      yield message.type === "died" ? toDeathEnd(message, usage) : toEnd(message);
      return;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    unsubscribe();
    if (!isOver) child.send({ type: "cancel", id }); // the reader broke off
  }
}

function toEnd(message: FromChild): End {
  if (message.type !== "end") throw new AppError("E_BUG", `The engine sent "${message.type}" for a request.`);
  const { reason, usage, error } = message;
  return { type: "end", reason, usage, ...(error === undefined ? {} : { error: toError(error) }) };
}

function toDeathEnd(death: Death, usage: EngineUsage): End {
  const wasKilled = death.reason === "SIGKILL";
  const error = new AppError("E_ENGINE_DIED", `The model engine ended in the middle of an answer: ${death.reason}.`, {
    hint: wasKilled
      ? "The system may have run out of memory: close other programs or use a smaller model, then ask again."
      : "Ask again; the engine starts anew.",
    data: { reason: death.reason },
  });
  return death.wanted ? { type: "end", reason: "cancelled", usage } : { type: "end", reason: "error", usage, error };
}

/** A tool call whose JSON is broken comes as the text that the model wrote. */
function toEvent(piece: OutputPiece, callId: string): EngineEvent {
  if (piece.type !== "toolCall") return { type: piece.type, text: piece.text };
  const call = parseCall(piece.text);
  if (call === null) return { type: "text", text: `<tool_call>${piece.text}</tool_call>` };
  return { type: "toolCall", call: { id: callId, ...call } };
}

function parseCall(text: string): { name: string; input: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("name" in value) || typeof value.name !== "string")
      return null;
    return { name: value.name, input: "arguments" in value ? value.arguments : {} };
  } catch {
    return null; // not JSON: the caller shows it as text
  }
}
