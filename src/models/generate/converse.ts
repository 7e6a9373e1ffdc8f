import { AppError, createId, type Context } from "../../core/index.ts";
import type {
  EngineEvent,
  EngineRequest,
  EngineUsage,
  JsonSchema,
  Message,
  ToolCall,
  ToolSpec,
} from "../engine/types.ts";
import type { ModelAbility } from "../types.ts";
import { checkSight, findFault } from "./checkInput.ts";
import type { Picked } from "./createModels.ts";
import { holdFrom } from "./holdFrom.ts";
import { openStream, type Wanted } from "./openStream.ts";
import { recogniseToolCalls } from "./recogniseToolCalls.ts";
import { describeTools, NATIVE_TOOLS_FROM, readStep, toStepSchema } from "./toolStep.ts";
import { addUsage } from "./usage.ts";

/** A conversation as another program sends it, with tools that this program runs itself. */
export interface ConverseRequest {
  messages: Message[];
  /** Excludes `tools`. */
  schema?: JsonSchema;
  tools?: ToolSpec[];
  /** "required": one of the tools; a name: this one. */
  toolChoice?: "auto" | "required" | { name: string };
  /** A limit, not a reservation: where the context has less room, that is what counts. */
  maxTokens?: number;
  temperature?: number;
  seed?: number;
  stop?: string[];
}

/**
 * Answers a conversation as a stream. Contract: that of `Engine.generate`; in addition tool calls exist, fit their schema and
 * have ids of their own, whichever way the model calls tools, and are never doubled as text; a call that was asked for comes.
 */
export async function* converse(
  request: ConverseRequest,
  picked: Picked,
  ability: () => Promise<ModelAbility>,
  ctx: Context,
): AsyncGenerator<EngineEvent> {
  checkSight(request.messages, picked.info);
  const tools = toOffered(request);
  if (tools.length === 0) return yield* openStream(picked.engine, toWanted(request), ctx);
  const isForced = request.toolChoice !== undefined && request.toolChoice !== "auto";
  const job: Job = { request, picked, tools, ctx, usage: noUsage(), answer: isForced ? "excluded" : "allowed" };
  if (!isForced && (await ability()).tools >= NATIVE_TOOLS_FROM) yield* native(job);
  else yield* stepwise(job);
}

interface Job {
  request: ConverseRequest;
  picked: Picked;
  tools: ToolSpec[];
  ctx: Context;
  /** Of all rounds so far. */
  usage: EngineUsage;
  answer: "allowed" | "excluded";
}

/** Throws E_INPUT for what no model can do. */
function toOffered({ schema, tools = [], toolChoice }: ConverseRequest): ToolSpec[] {
  if (schema !== undefined && tools.length > 0) {
    throw new AppError("E_INPUT", "A request has either a schema or tools, not both.");
  }
  if (typeof toolChoice !== "object") return tools;
  const named = tools.filter(({ name }) => name === toolChoice.name);
  if (named.length === 0)
    throw new AppError("E_INPUT", `The tool "${toolChoice.name}" is to be called, but not offered.`);
  return named;
}

function toWanted({ messages, schema, maxTokens, temperature = 0, seed, stop }: ConverseRequest): Wanted {
  const rest: Omit<EngineRequest, "maxTokens"> = {
    messages,
    temperature,
    ...(schema === undefined ? {} : { schema }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
  };
  return { ...rest, maxTokens: maxTokens ?? null };
}

/** The model's own way; its text is shown until something begins that could be a call. */
async function* native(job: Job): AsyncGenerator<EngineEvent> {
  const { request, picked, tools, ctx, usage } = job;
  const names = tools.map(({ name }) => name);
  const calls: ToolCall[] = [];
  let [text, thinking, shown] = ["", "", 0];
  let end: Extract<EngineEvent, { type: "end" }> | null = null;
  for await (const event of openStream(picked.engine, { ...toWanted(request), tools }, ctx)) {
    if (event.type === "end") end = event;
    else if (event.type === "toolCall") calls.push(event.call);
    else if (event.type === "thinking") {
      thinking += event.text;
      yield event;
    } else {
      text += event.text;
      const upTo = holdFrom(text, names);
      if (upTo > shown) yield { type: "text", text: text.slice(shown, upTo) };
      shown = Math.max(shown, upTo);
    }
  }
  if (end === null) throw new AppError("E_ENGINE_DIED", "The model engine failed.");
  addUsage(usage, end.usage);
  const found = end.reason === "stop" ? judge(calls, text, thinking, tools) : { kind: "none" as const };
  if (found.kind === "unclear" && shown === 0) return yield* stepwise(job);
  if (found.kind === "calls") {
    if (found.text.length > shown && found.text.startsWith(text.slice(0, shown))) {
      const rest = found.text.slice(shown).trimEnd();
      if (rest !== "") yield { type: "text", text: rest };
    }
    for (const call of found.calls) yield toCallEvent(call, ctx);
  } else if (text.length > shown) yield { type: "text", text: text.slice(shown) };
  yield { ...end, usage };
}

type Judged = ReturnType<typeof recogniseToolCalls>;

function judge(calls: ToolCall[], text: string, thinking: string, tools: ToolSpec[]): Judged {
  if (calls.length === 0) return recogniseToolCalls(text, thinking, tools);
  for (const { name, input } of calls) {
    const tool = tools.find((known) => known.name === name);
    const fault = tool === undefined ? `there is no tool "${name}"` : findFault(input, tool.input);
    if (fault !== null) return { kind: "unclear", fault };
  }
  return { kind: "calls", calls, text };
}

const ROUNDS = 2;

/** One call or an answer under a grammar, for models that are not trusted with calls of their own. */
async function* stepwise({ request, picked, tools, ctx, usage, answer }: Job): AsyncGenerator<EngineEvent> {
  const messages = withDescription(request.messages, tools);
  const schema = toStepSchema(tools, answer);
  for (let round = 1; ; round += 1) {
    let text = "";
    let end: Extract<EngineEvent, { type: "end" }> | null = null;
    for await (const event of openStream(picked.engine, { ...toWanted({ ...request, messages }), schema }, ctx)) {
      if (event.type === "text") text += event.text;
      else if (event.type === "thinking") yield event;
      else if (event.type === "end") end = event;
    }
    if (end === null) throw new AppError("E_ENGINE_DIED", "The model engine failed.");
    addUsage(usage, end.usage);
    if (end.reason !== "stop") return yield { ...end, usage };
    const step = readStep(text, tools);
    if (step.kind === "call") yield toCallEvent(step.call, ctx);
    else if (step.kind === "answer") yield { type: "text", text: step.text };
    else if (round < ROUNDS) {
      messages.push({ role: "assistant", content: text });
      messages.push({ role: "user", content: `That does not fit: ${step.fault}. Answer again, corrected.` });
      continue;
    } else return yield { type: "end", reason: "error", usage, error: toAmbiguous(step.fault) };
    return yield { ...end, usage };
  }
}

/** The tools stand in the last message, so that the beginning stays the same for all requests of the conversation. */
function withDescription(messages: readonly Message[], tools: readonly ToolSpec[]): Message[] {
  const last = messages.at(-1);
  const described = describeTools(tools);
  if (last?.role !== "user") {
    return [...messages, { role: "user", content: `${described}\n\nGo on: use another tool, or answer.` }];
  }
  return [...messages.slice(0, -1), { ...last, content: `${described}\n\n${last.content}` }];
}

const toCallEvent = ({ name, input }: ToolCall, ctx: Context): EngineEvent => ({
  type: "toolCall",
  call: { id: createId("call", ctx.clock.now()), name, input },
});

const noUsage = (): EngineUsage => ({
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  promptMs: 0,
  completionMs: 0,
});

const toAmbiguous = (fault: string): AppError =>
  new AppError("E_TOOL_AMBIGUOUS", `The model's answer cannot be read as one tool call: ${fault}.`, {
    hint: "Nothing was run. Ask more plainly, or use a larger model.",
  });
