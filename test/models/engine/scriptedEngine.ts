import { AppError, type Context } from "../../../src/core/index.ts";
import { toGrammar } from "../../../src/models/engine/grammar/index.ts";
import { createQueue } from "../../../src/models/engine/queue.ts";
import { createSplitter } from "../../../src/models/engine/splitter.ts";
import { NO_USAGE } from "../../../src/models/engine/stream.ts";
import type {
  Engine,
  EngineEvent,
  EngineRequest,
  EngineUsage,
  Message,
  ModelInfo,
} from "../../../src/models/engine/types.ts";
import { sample } from "./gbnf.ts";

export interface Script {
  /** What the model says to a request; undefined: words of its own. An event list is sent as it is. */
  answer?(request: EngineRequest, turn: number): string | EngineEvent[] | undefined;
  contextTokens?: number;
  tokenMs?: number;
}

export interface ScriptedEngine extends Engine {
  readonly requests: EngineRequest[];
}

const CONTEXT = 2000;
const PROMPT_TOKENS_PER_STEP = 100;

/** An engine without a model that keeps the contract: words are tokens, time is slept, chance comes from the seed. */
export function createScriptedEngine(script: Script = {}): ScriptedEngine {
  const { contextTokens = CONTEXT, tokenMs = 2 } = script;
  const queue = createQueue();
  const requests: EngineRequest[] = [];
  let isClosed = false;
  const info: ModelInfo = {
    digest: null,
    name: "scripted",
    contextTokens,
    parameters: null,
    engine: "scripted",
    system: "none",
    features: null,
  };
  const open = (): void => {
    if (isClosed) throw new AppError("E_ENGINE_START", "The engine was closed.");
  };

  async function* generate(request: EngineRequest, ctx: Context): AsyncGenerator<EngineEvent> {
    check(request);
    const usage: EngineUsage = { ...NO_USAGE };
    let leave: () => void = () => {};
    try {
      leave = await queue.enter(ctx.signal);
      open();
      requests.push(request);
      const promptTokens = countTokens(request.messages);
      const { maxTokens } = request;
      if (promptTokens + maxTokens > contextTokens) {
        const data = { promptTokens, maxTokens, contextTokens };
        throw new AppError("E_PROMPT_TOO_LONG", "The prompt does not fit.", { data });
      }
      usage.promptTokens = promptTokens;
      for (let read = 0; read < promptTokens; read += PROMPT_TOKENS_PER_STEP) await ctx.clock.sleep(20, ctx.signal);
      yield* write(request, usage, ctx);
    } catch (error) {
      if (!ctx.signal.aborted) throw error;
      yield { type: "end", reason: "cancelled", usage };
    } finally {
      leave();
    }
  }

  async function* write(request: EngineRequest, usage: EngineUsage, ctx: Context): AsyncGenerator<EngineEvent> {
    const said = script.answer?.(request, requests.length) ?? invent(request);
    if (typeof said !== "string") {
      yield* said;
      return;
    }
    const splitter = createSplitter({
      thinking: request.schema === undefined ? [["<think>", "</think>"]] : [],
      toolCall: null,
      stop: request.stop ?? [],
      thinkAnywhere: true,
      inThinking: null,
    });
    const tokens = said.match(/\s*\S+/g) ?? [];
    for (const token of tokens.slice(0, request.maxTokens)) {
      await ctx.clock.sleep(tokenMs, ctx.signal);
      usage.completionTokens += 1;
      for (const { type, text } of splitter.push(token)) if (type !== "toolCall") yield { type, text };
      if (splitter.stopped) break;
    }
    for (const { type, text } of splitter.finish()) if (type !== "toolCall") yield { type, text };
    const isCut = !splitter.stopped && tokens.length > request.maxTokens;
    yield { type: "end", reason: isCut ? "length" : "stop", usage };
  }

  return {
    id: "scripted",
    requests,
    load: async () => {
      open();
      return info;
    },
    generate,
    count: async (messages) => countTokens(messages),
    close: async () => {
      isClosed = true;
    },
  };
}

function check({ messages, maxTokens, schema }: EngineRequest): void {
  if (messages.length === 0 || maxTokens < 1) throw new AppError("E_INPUT", "The request makes no sense.");
  if (schema !== undefined) toGrammar(schema);
}

const countTokens = (messages: readonly Message[]): number =>
  messages.reduce((sum, { content }) => sum + 2 + content.split(/\s+/).length, 0);

function invent(request: EngineRequest): string {
  let state = (request.temperature ?? 0) > 0 ? (request.seed ?? 0) + 1 : 1;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  if (request.schema === undefined)
    return Array.from({ length: 500 }, () => `w${Math.floor(random() * 1000)}`).join(" ");
  const { forced, gbnf } = toGrammar(request.schema);
  const text = gbnf === null ? forced : forced + sample(gbnf, random);
  return text.length > 60 ? text.replaceAll(/(.)/gsu, "$1 ") : text; // a long one has more tokens than a short limit
}
