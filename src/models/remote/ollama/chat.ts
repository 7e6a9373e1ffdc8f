import type { ChatRequest, Message as OllamaMessage, Ollama, Tool } from "ollama/browser";
import { AppError, toAppError } from "../../../core/index.ts";
import type { EngineRequest, Message, ModelFeature } from "../../engine/types.ts";
import type { WireEvent, WireUsage } from "../types.ts";
import { chatChunk, readReply, type ChatChunk } from "./replies.ts";

/** As long as our own engine keeps an idle model. */
export const KEEP_ALIVE = "10m";

export interface Chat {
  model: string;
  request: EngineRequest;
  contextTokens: number;
  features: readonly ModelFeature[] | null;
  host: string;
}

/** `truncate` and `shift` are too new for the client's types: without them the server cuts what does not fit. */
type Sent = ChatRequest & { stream: true; truncate: false; shift: false };

/** One streamed request to `/api/chat`. */
export async function* streamChat(client: Ollama, chat: Chat): AsyncGenerator<WireEvent> {
  const chunks = await client.chat(toBody(chat));
  try {
    for await (const raw of chunks) {
      const chunk = readReply(chatChunk, raw, `http://${chat.host}`, "E_ENGINE_DIED");
      yield* toEvents(chunk);
      if (!chunk.done) continue;
      // Ollama says "load" or "unload" when there was nothing to answer.
      yield { type: "finish", reason: chunk.done_reason === "length" ? "length" : "stop", usage: toUsage(chunk) };
      return;
    }
  } catch (thrown) {
    yield { type: "failed", error: toStreamError(thrown, chat.host) };
  } finally {
    chunks.abort();
  }
}

function toBody({ model, request, contextTokens, features }: Chat): Sent {
  const { messages, schema, tools = [], maxTokens, temperature = 0, seed, stop } = request;
  const canThink = features?.includes("thinking") === true;
  return {
    model,
    messages: messages.map(toOllamaMessage),
    stream: true,
    truncate: false,
    shift: false,
    keep_alive: KEEP_ALIVE,
    ...(schema === undefined ? {} : { format: schema }),
    ...(tools.length === 0 ? {} : { tools: tools.map(toOllamaTool) }),
    // Thinking goes before a document and would use up its tokens.
    ...(canThink ? { think: schema === undefined } : {}),
    options: {
      num_ctx: contextTokens,
      num_predict: maxTokens,
      temperature,
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined ? {} : { stop }),
    },
  };
}

function toOllamaMessage(message: Message): OllamaMessage {
  const { role, content } = message;
  if (message.role === "tool") return { role, content, tool_name: message.name };
  if (message.role === "user" && message.images && message.images.length > 0) {
    return { role, content, images: message.images.map(({ bytes }) => Buffer.from(bytes).toString("base64")) };
  }
  if (message.role !== "assistant" || message.toolCalls === undefined) return { role, content };
  const calls = message.toolCalls.map(({ name, input }) => ({ function: { name, arguments: toArguments(input) } }));
  return { role, content, tool_calls: calls };
}

const toArguments = (input: unknown): Record<string, unknown> =>
  typeof input === "object" && input !== null ? { ...input } : {};

const toOllamaTool = ({ name, description, input }: NonNullable<EngineRequest["tools"]>[number]): Tool => ({
  type: "function",
  function: { name, description, parameters: input as NonNullable<Tool["function"]["parameters"]> },
});

function* toEvents({ message }: ChatChunk): Generator<WireEvent> {
  if (message === undefined) return;
  if (message.thinking !== "") yield { type: "thinking", text: message.thinking };
  if (message.content !== "") yield { type: "text", text: message.content };
  for (const { id, function: called } of message.tool_calls) {
    yield { type: "toolCall", id: id ?? null, name: called.name, input: called.arguments ?? {} };
  }
}

const NS_PER_MS = 1e6;

function toUsage(chunk: ChatChunk): WireUsage {
  return {
    promptTokens: chunk.prompt_eval_count ?? null,
    completionTokens: chunk.eval_count ?? null,
    cachedTokens: null, // counted within the prompt, not told apart
    promptMs: chunk.prompt_eval_duration === undefined ? null : chunk.prompt_eval_duration / NS_PER_MS,
    completionMs: chunk.eval_duration === undefined ? null : chunk.eval_duration / NS_PER_MS,
  };
}

/** Once the stream began, what the client throws is the server's own word or the missing last line. */
function toStreamError(thrown: unknown, host: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const { message } = toAppError(thrown);
  if (thrown instanceof Error && thrown.name === "AbortError") return toAppError(thrown);
  const isSilent = message.startsWith("Did not receive done");
  const words = isSilent ? "it stopped without a last line" : message.slice(0, 200).replace(/\.$/, "");
  return new AppError("E_ENGINE_DIED", `${host} failed in the middle of an answer: ${words}.`, {
    hint: "Ask again; when it happens again, look at the server: it may have run out of memory.",
    cause: thrown,
  });
}
