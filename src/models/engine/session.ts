import { randomInt } from "node:crypto";
import { performance } from "node:perf_hooks";
import { createAnswer, type Answer } from "./answer.ts";
import type { Binding, GrammarState, Llama, LlamaContext, LlamaGrammar, LlamaModel, LlamaToken } from "./binding.ts";
import { toMarkTokens } from "./detokenizer.ts";
import type { PrefixCache } from "./prefix.ts";
import { createPrompter, type Prompt } from "./prompt.ts";
import type { FromChild, Refusal, ToChild } from "./protocol.ts";
import { createRenderer } from "./template.ts";
import type { ThreadGovernor } from "./threads.ts";
import type { EngineUsage, Message, ToolSpec } from "./types.ts";

type Order = Extract<ToChild, { type: "generate" }>;
type Send = (message: FromChild) => void;

/** Pieces are sent at most this often; a person sees no difference and the pipe stays quiet. */
const FLUSH_MS = 25;
const GRAMMARS_KEPT = 32;

export interface Session {
  generate(order: Order, send: Send): Promise<void>;
  /** Ends the answer at once, also while a batch is being evaluated; the batch itself runs out. */
  cancel(id: number): void;
  count(messages: readonly Message[], tools: readonly ToolSpec[]): number;
}

export interface SessionParts {
  binding: Binding;
  llama: Llama;
  model: LlamaModel;
  context: LlamaContext;
  contextTokens: number;
  batchTokens: number;
  prefix: PrefixCache;
  threads: ThreadGovernor;
}

interface Run {
  readonly id: number;
  readonly usage: EngineUsage;
  readonly send: Send;
  answer: Answer | null;
  ended: boolean;
}

/** Answers one request after another with one loaded model. Lives in the child process. */
export function createSession(parts: SessionParts): Session {
  const { model } = parts;
  const sequence = parts.context.getSequence();
  const renderer = createRenderer({
    template: model.fileInfo.metadata.tokenizer?.chat_template ?? null,
    bos: model.tokens.bosString ?? "",
    eos: model.tokens.eosString ?? "",
  });
  const prompter = createPrompter(model, renderer);
  const markTokens = toMarkTokens(model, [...renderer.thinking.flat(), ...(renderer.toolCall ?? [])]);
  const grammars = new Map<string, LlamaGrammar>();
  const runs = new Map<number, Run>();
  let before: Promise<void> = Promise.resolve();

  const toGrammarState = async (gbnf: string): Promise<GrammarState> => {
    const grammar = grammars.get(gbnf) ?? (await parts.llama.createGrammar({ grammar: gbnf }));
    grammars.delete(gbnf);
    grammars.set(gbnf, grammar);
    for (const oldest of grammars.keys()) {
      if (grammars.size <= GRAMMARS_KEPT) break;
      grammars.delete(oldest);
    }
    return new parts.binding.LlamaGrammarEvaluationState({ model, grammar });
  };

  const startAnswer = (order: Order, prompt: Prompt): Answer => {
    const isFree = order.grammar === null;
    const marks = {
      thinking: isFree ? renderer.thinking : [],
      thinkAnywhere: renderer.declaresThinking,
      toolCall: isFree && (order.request.tools?.length ?? 0) > 0 ? renderer.toolCall : null,
      stop: isFree ? (order.request.stop ?? []).filter((text) => text !== "") : [],
      inThinking: isFree ? renderer.openThinking(prompt.text) : null,
    };
    return createAnswer(model, { marks, tokens: markTokens, json: !isFree });
  };

  const adjustThreads = (): void => {
    parts.llama.maxThreads = parts.threads.advise();
  };

  /** Evaluates the prompt but for its last batch; returns that batch. */
  const readPrompt = async (run: Run, input: LlamaToken[]): Promise<LlamaToken[]> => {
    let at = await parts.prefix.restore(sequence, input);
    run.usage.cachedTokens = Math.min(at, run.usage.promptTokens);
    adjustThreads();
    while (input.length - at > parts.batchTokens && !run.ended) {
      await sequence.evaluateWithoutGeneratingNewTokens(input.slice(at, at + parts.batchTokens));
      at += parts.batchTokens;
      adjustThreads();
    }
    return input.slice(at);
  };

  const write = async (run: Run, order: Order, answer: Answer, input: LlamaToken[]): Promise<void> => {
    const { temperature = 0, seed = randomInt(2 ** 31), maxTokens } = order.request;
    const gbnf = order.grammar?.gbnf ?? null;
    const state = gbnf === null ? undefined : await toGrammarState(gbnf);
    const start = performance.now();
    const rest = await readPrompt(run, input);
    if (run.ended) return;
    const options = { temperature, seed, yieldEogToken: true as const };
    const tokens = sequence.evaluate(rest, state === undefined ? options : { ...options, grammarEvaluationState: state });
    const { usage } = run;
    let flushed = start;
    let firstAt = 0;
    for await (const token of tokens) {
      if (run.ended) return;
      const now = performance.now();
      if (firstAt === 0) {
        firstAt = now;
        usage.promptMs = now - start;
      }
      usage.completionMs = now - firstAt;
      if (model.isEogToken(token)) return end(run, "stop");
      usage.completionTokens += 1;
      if (answer.push(token)) return end(run, "stop");
      if (usage.completionTokens >= maxTokens) return end(run, "length");
      if (now - flushed < FLUSH_MS) continue;
      flushed = now;
      adjustThreads();
      flush(run, answer);
    }
  };

  const handle = async (run: Run, order: Order): Promise<void> => {
    const prompt = prompter.toPrompt(order.request.messages, order.request.tools ?? []);
    const { maxTokens } = order.request;
    const promptTokens = prompt.tokens.length;
    if (promptTokens + maxTokens > parts.contextTokens || promptTokens === 0) {
      refuse(run, toLengthRefusal(promptTokens, maxTokens, parts.contextTokens));
      return;
    }
    run.usage.promptTokens = promptTokens;
    const answer = startAnswer(order, prompt);
    const forced = toForced(order, prompt, answer);
    run.answer = answer;
    if (order.grammar?.gbnf === null || forced.length >= maxTokens) {
      run.usage.completionTokens = Math.min(forced.length, maxTokens);
      end(run, order.grammar?.gbnf === null && forced.length <= maxTokens ? "stop" : "length");
      return;
    }
    run.usage.completionTokens = forced.length;
    await write(run, order, answer, [...prompt.tokens, ...forced]);
  };

  /** What the schema leaves no choice about is evaluated with the prompt, which is faster than sampling it. */
  const toForced = (order: Order, prompt: Prompt, answer: Answer): LlamaToken[] => {
    if (order.grammar === null) return [];
    answer.add(order.grammar.forced);
    const skip = renderer.skipThinking(prompt.text);
    return [...model.tokenize(skip, true), ...model.tokenize(order.grammar.forced, false)];
  };

  const clear = async (): Promise<void> => {
    await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }]);
  };

  return {
    generate(order, send) {
      const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
      const run: Run = { id: order.id, usage, send, answer: null, ended: false };
      runs.set(order.id, run);
      before = before.then(async () => {
        try {
          if (!run.ended) await handle(run, order);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          const isEarly = usage.promptMs === 0 && usage.cachedTokens === 0;
          if (isEarly) refuse(run, { code: "E_INPUT", message: `The model engine refused the request: ${message}` });
          else end(run, "error", { code: "E_ENGINE_DIED", message: `The model engine failed: ${message}` });
          await clear();
        }
        runs.delete(order.id);
      });
      return before;
    },
    cancel(id) {
      const run = runs.get(id);
      if (run !== undefined) end(run, "cancelled");
    },
    count: (messages, tools) => prompter.toPrompt(messages, tools).tokens.length,
  };
}

function flush(run: Run, answer: Answer): void {
  const pieces = answer.drain();
  if (pieces.length > 0) run.send({ type: "output", id: run.id, pieces, usage: { ...run.usage } });
}

function end(run: Run, reason: "stop" | "length" | "cancelled" | "error", error?: Refusal): void {
  if (run.ended) return;
  run.ended = true;
  if (run.answer !== null) {
    run.answer.finish();
    flush(run, run.answer);
  }
  run.send({ type: "end", id: run.id, reason, usage: { ...run.usage }, ...(error === undefined ? {} : { error }) });
}

function refuse(run: Run, error: Refusal): void {
  if (run.ended) return;
  run.ended = true;
  run.send({ type: "refused", id: run.id, error });
}

function toLengthRefusal(promptTokens: number, maxTokens: number, contextTokens: number): Refusal {
  return {
    code: "E_PROMPT_TOO_LONG",
    message: `The prompt has ${promptTokens} tokens; with ${maxTokens} for the answer that is more than the context of ${contextTokens}.`,
    hint: "Shorten the prompt, ask for a shorter answer, or use a larger context.",
    data: { promptTokens, maxTokens, contextTokens },
  };
}
