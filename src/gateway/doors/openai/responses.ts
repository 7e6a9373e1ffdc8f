import { AppError, createId, type Context } from "../../../core/index.ts";
import type { EngineEvent, EngineUsage, ToolCall } from "../../../app/index.ts";
import { begin, requireEnd, type End } from "../events.ts";
import { toSse } from "../stream.ts";
import { defineDoorRoute, type DoorRoute } from "../types.ts";
import { responsesInput, toConversation, type ResponsesInput } from "./responsesInput.ts";

/** https://platform.openai.com/docs/api-reference/responses; nothing of it is kept. */
export const responsesRoute: DoorRoute = defineDoorRoute(
  { method: "POST", path: "/v1/responses", dialect: "openai", body: responsesInput },
  async ({ body, inference, ctx }) => {
    const { model, events } = await inference.answer(body.model, toConversation(body), ctx);
    const head = toHead(body, model, ctx);
    const told = tell(await begin(events), head, ctx);
    if (body.stream === true) return { type: "text/event-stream", frames: toFrames(told) };
    let last: Told | null = null;
    for await (const event of told) last = event;
    if (last === null || !("response" in last)) throw new AppError("E_ENGINE_DIED", "The model engine failed.");
    return { json: last["response"] };
  },
);

type Told = { type: string } & Record<string, unknown>;

async function* toFrames(told: AsyncIterable<Told>): AsyncGenerator<string> {
  let number = 0;
  for await (const event of told) yield toSse({ ...event, sequence_number: number++ }, event.type);
}

function toHead(body: ResponsesInput, model: string, { clock }: Context) {
  return {
    id: createId("resp", clock.now()),
    object: "response",
    created_at: Math.floor(clock.now() / 1000),
    status: "in_progress",
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    metadata: {},
    model,
    output: [] as object[],
    parallel_tool_calls: true,
    previous_response_id: null,
    store: false,
    temperature: body.temperature ?? 0,
    text: { format: body.text?.format ?? { type: "text" } },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: 1,
    truncation: "disabled",
    usage: null,
  };
}

type Head = ReturnType<typeof toHead>;

/** The events of a response in their order; the last one holds it whole. */
async function* tell(events: AsyncIterable<EngineEvent>, head: Head, ctx: Context): AsyncGenerator<Told> {
  yield { type: "response.created", response: head };
  yield { type: "response.in_progress", response: head };
  const output: object[] = [];
  let open: OpenText | null = null;
  for await (const event of events) {
    if (event.type === "text") {
      if (open === null) {
        open = { id: createId("msg", ctx.clock.now()), at: output.length, text: "" };
        yield* beginText(open);
      }
      open.text += event.text;
      yield { type: "response.output_text.delta", ...placeOf(open), delta: event.text, logprobs: [] };
    } else if (event.type === "toolCall") {
      if (open !== null) {
        yield* endText(open);
        output.push(toItem(open, "completed"));
        open = null;
      }
      const id = createId("fc", ctx.clock.now());
      yield* tellCall(event.call, id, output.length);
      output.push(toCallItem(event.call, id, "completed"));
    } else if (event.type === "end") {
      const reason = requireEnd(event);
      if (open !== null) yield* endText(open);
      if (open !== null) output.push(toItem(open, reason === "stop" ? "completed" : "incomplete"));
      yield toEnd(event, { ...head, output }, reason);
    }
  }
}

interface OpenText {
  id: string;
  at: number;
  text: string;
}

const placeOf = ({ id, at }: OpenText) => ({ item_id: id, output_index: at, content_index: 0 });
const toPart = (text: string): object => ({ type: "output_text", text, annotations: [], logprobs: [] });

const toItem = ({ id, text }: OpenText, status: string): object => ({
  id,
  type: "message",
  role: "assistant",
  status,
  content: status === "in_progress" ? [] : [toPart(text)],
});

function* beginText(open: OpenText): Generator<Told> {
  yield { type: "response.output_item.added", output_index: open.at, item: toItem(open, "in_progress") };
  yield { type: "response.content_part.added", ...placeOf(open), part: toPart("") };
}

function* endText(open: OpenText): Generator<Told> {
  yield { type: "response.output_text.done", ...placeOf(open), text: open.text, logprobs: [] };
  yield { type: "response.content_part.done", ...placeOf(open), part: toPart(open.text) };
  yield { type: "response.output_item.done", output_index: open.at, item: toItem(open, "completed") };
}

const toCallItem = ({ id: call_id, name, input }: ToolCall, id: string, status: string): object => ({
  id,
  type: "function_call",
  status,
  call_id,
  name,
  arguments: status === "in_progress" ? "" : JSON.stringify(input),
});

function* tellCall(call: ToolCall, id: string, at: number): Generator<Told> {
  const place = { item_id: id, output_index: at };
  const text = JSON.stringify(call.input);
  yield { type: "response.output_item.added", output_index: at, item: toCallItem(call, id, "in_progress") };
  yield { type: "response.function_call_arguments.delta", ...place, delta: text };
  yield { type: "response.function_call_arguments.done", ...place, name: call.name, arguments: text };
  yield { type: "response.output_item.done", output_index: at, item: toCallItem(call, id, "completed") };
}

function toEnd({ usage }: End, whole: Head, reason: "stop" | "length"): Told {
  const done = { ...whole, usage: toUsage(usage) };
  if (reason === "stop") return { type: "response.completed", response: { ...done, status: "completed" } };
  const incomplete_details = { reason: "max_output_tokens" };
  return { type: "response.incomplete", response: { ...done, status: "incomplete", incomplete_details } };
}

const toUsage = ({ promptTokens, completionTokens, cachedTokens }: EngineUsage): object => ({
  input_tokens: promptTokens,
  input_tokens_details: { cached_tokens: cachedTokens },
  output_tokens: completionTokens,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: promptTokens + completionTokens,
});
