import { AppError, type Context } from "../../../core/index.ts";
import type { EngineEvent, Inference, ToolCall } from "../../../app/index.ts";
import { begin, requireEnd, type End } from "../events.ts";
import { toLine } from "../stream.ts";
import { defineDoorRoute, type DoorAnswer, type DoorRoute } from "../types.ts";
import { chatInput, generateInput, toChatRequest, toGenerateRequest } from "./input.ts";

/** https://docs.ollama.com/api: what is written as `message` when chatting, as `response` otherwise. */
interface Style {
  piece(of: { text?: string; thinking?: string; calls?: ToolCall[] }): object;
}

const CHAT: Style = {
  piece: ({ text = "", thinking, calls = [] }) => ({
    message: {
      role: "assistant",
      content: text,
      ...(thinking === undefined ? {} : { thinking }),
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(toCall) }),
    },
  }),
};

const PLAIN: Style = {
  piece: ({ text = "", thinking }) => ({ response: text, ...(thinking === undefined ? {} : { thinking }) }),
};

const toCall = ({ name, input }: ToolCall): object => ({ function: { name, arguments: input } });

export const generateRoutes: readonly DoorRoute[] = [
  defineDoorRoute(
    { method: "POST", path: "/api/chat", dialect: "ollama", body: chatInput },
    async ({ body, inference, ctx }) => {
      const job = { model: body.model, stream: body.stream !== false, style: CHAT };
      if ((body.messages ?? []).length === 0) return warmed(job, inference, ctx);
      const { events } = await inference.answer(body.model, toChatRequest(body), ctx);
      return answered(await begin(events), job, ctx);
    },
  ),
  defineDoorRoute(
    { method: "POST", path: "/api/generate", dialect: "ollama", body: generateInput },
    async ({ body, inference, ctx }) => {
      const job = { model: body.model, stream: body.stream !== false, style: PLAIN };
      if ((body.prompt ?? "") === "" && (body.images ?? []).length === 0) return warmed(job, inference, ctx);
      const { events } = await inference.answer(body.model, toGenerateRequest(body), ctx);
      return answered(await begin(events), job, ctx);
    },
  ),
];

interface Job {
  /** As the caller names it. */
  model: string;
  stream: boolean;
  style: Style;
}

/** A request that says nothing loads the model. */
async function warmed({ model, stream, style }: Job, inference: Inference, ctx: Context): Promise<DoorAnswer> {
  await inference.warm(model, ctx);
  const done = { ...headOf(model, ctx), ...style.piece({}), done: true, done_reason: "load" };
  if (!stream) return { json: done };
  return { type: "application/x-ndjson", frames: one(toLine(done)) };
}

async function* one(frame: string): AsyncGenerator<string> {
  yield frame;
}

async function answered(events: AsyncIterable<EngineEvent>, job: Job, ctx: Context): Promise<DoorAnswer> {
  if (job.stream) return { type: "application/x-ndjson", frames: toLines(events, job, ctx) };
  let [text, thinking] = ["", ""];
  const calls: ToolCall[] = [];
  for await (const event of events) {
    if (event.type === "text") text += event.text;
    else if (event.type === "thinking") thinking += event.text;
    else if (event.type === "toolCall") calls.push(event.call);
    else {
      const piece = job.style.piece({ text, calls, ...(thinking === "" ? {} : { thinking }) });
      return { json: { ...headOf(job.model, ctx), ...piece, ...doneOf(event) } };
    }
  }
  throw new AppError("E_ENGINE_DIED", "The model engine failed.");
}

async function* toLines(
  events: AsyncIterable<EngineEvent>,
  { model, style }: Job,
  ctx: Context,
): AsyncGenerator<string> {
  for await (const event of events) {
    const head = headOf(model, ctx);
    if (event.type === "text") yield toLine({ ...head, ...style.piece({ text: event.text }), done: false });
    else if (event.type === "thinking")
      yield toLine({ ...head, ...style.piece({ thinking: event.text }), done: false });
    else if (event.type === "toolCall") yield toLine({ ...head, ...style.piece({ calls: [event.call] }), done: false });
    else yield toLine({ ...head, ...style.piece({}), ...doneOf(event) });
  }
}

const headOf = (model: string, { clock }: Context) => ({ model, created_at: new Date(clock.now()).toISOString() });

/** Durations are in nanoseconds here. */
function doneOf(end: End): object {
  const { promptTokens, promptMs, completionTokens, completionMs } = end.usage;
  return {
    done: true,
    done_reason: requireEnd(end),
    total_duration: toNs(promptMs + completionMs),
    load_duration: 0,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: toNs(promptMs),
    eval_count: completionTokens,
    eval_duration: toNs(completionMs),
  };
}

const toNs = (ms: number): number => Math.round(ms * 1e6);
