import { AppError, createId, type Context } from "../../../core/index.ts";
import type { EngineEvent, EngineUsage, ToolCall } from "../../../app/index.ts";
import { begin, requireEnd, type End } from "../events.ts";
import { toSse } from "../stream.ts";
import { defineDoorRoute, type DoorRoute } from "../types.ts";
import { chatInput, type ChatInput } from "./input.ts";
import { toRequest } from "./request.ts";

/** https://platform.openai.com/docs/api-reference/chat */
export const chatRoute: DoorRoute = defineDoorRoute(
  { method: "POST", path: "/v1/chat/completions", dialect: "openai", body: chatInput },
  async ({ body, inference, ctx }) => {
    const { model, events } = await inference.answer(body.model, toRequest(body), ctx);
    const head = { id: createId("chatcmpl", ctx.clock.now()), created: Math.floor(ctx.clock.now() / 1000), model };
    const begun = await begin(events);
    if (body.stream !== true) return { json: await toCompletion(begun, head) };
    return { type: "text/event-stream", frames: toChunks(begun, head, body, ctx) };
  },
);

interface Head {
  id: string;
  created: number;
  model: string;
}

async function toCompletion(events: AsyncIterable<EngineEvent>, head: Head): Promise<object> {
  let [text, thinking] = ["", ""];
  const calls: ToolCall[] = [];
  for await (const event of events) {
    if (event.type === "text") text += event.text;
    else if (event.type === "thinking") thinking += event.text;
    else if (event.type === "toolCall") calls.push(event.call);
    else {
      const message = {
        role: "assistant",
        content: text === "" && calls.length > 0 ? null : text,
        refusal: null,
        ...(thinking === "" ? {} : { reasoning_content: thinking }),
        ...(calls.length === 0 ? {} : { tool_calls: calls.map(toCall) }),
      };
      const choice = { index: 0, message, logprobs: null, finish_reason: reasonOf(event, calls.length) };
      return { ...head, object: "chat.completion", choices: [choice], usage: toUsage(event.usage) };
    }
  }
  throw new AppError("E_ENGINE_DIED", "The model engine failed.");
}

async function* toChunks(
  events: AsyncIterable<EngineEvent>,
  head: Head,
  { stream_options }: ChatInput,
  ctx: Context,
): AsyncGenerator<string> {
  const withUsage = stream_options?.include_usage === true;
  const base = { ...head, object: "chat.completion.chunk" };
  const toChunk = (delta: object, finish_reason: string | null = null): string =>
    toSse({
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      ...(withUsage ? { usage: null } : {}),
    });
  yield toChunk({ role: "assistant", content: "" });
  let calls = 0;
  for await (const event of events) {
    if (event.type === "text") yield toChunk({ content: event.text });
    else if (event.type === "thinking") yield toChunk({ reasoning_content: event.text });
    else if (event.type === "toolCall") {
      yield toChunk({ tool_calls: [{ index: calls, ...toCall(event.call) }] });
      calls += 1;
    } else {
      yield toChunk({}, reasonOf(event, calls));
      if (withUsage) yield toSse({ ...base, choices: [], usage: toUsage(event.usage) });
    }
  }
  if (!ctx.signal.aborted) yield "data: [DONE]\n\n";
}

const toCall = ({ id, name, input }: ToolCall): object => ({
  id,
  type: "function",
  function: { name, arguments: JSON.stringify(input) },
});

function reasonOf(end: End, calls: number): string {
  const reason = requireEnd(end);
  return reason === "stop" && calls > 0 ? "tool_calls" : reason;
}

const toUsage = ({ promptTokens, completionTokens, cachedTokens }: EngineUsage): object => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
});
