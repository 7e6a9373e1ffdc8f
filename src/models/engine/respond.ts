import { randomInt } from "node:crypto";
import { performance } from "node:perf_hooks";
import { createAnswer, type Answer } from "./answer.ts";
import { toShape } from "./shape.ts";
import type { GrammarState, Llama, LlamaModel, LlamaSequence, LlamaToken } from "./binding.ts";
import type { PrefixCache } from "./prefix.ts";
import type { Prompt, Prompter } from "./prompt.ts";
import type { ToChild } from "./protocol.ts";
import { toLengthRefusal } from "./refusal.ts";
import { end, flush, refuse, type Run } from "./run.ts";
import type { Renderer } from "./template.ts";
import type { ThreadGovernor } from "./threads.ts";

export type Order = Extract<ToChild, { type: "generate" }>;

/** What answering needs of the loaded model. */
export interface Workshop {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaSequence;
  readonly renderer: Renderer;
  readonly prompter: Prompter;
  readonly markTokens: ReadonlyMap<LlamaToken, string>;
  readonly toGrammarState: (gbnf: string) => Promise<GrammarState>;
  readonly prefix: PrefixCache;
  readonly threads: ThreadGovernor;
  readonly contextTokens: number;
  readonly batchTokens: number;
}

/** Pieces are sent at most this often; a person sees no difference and the pipe stays quiet. */
const FLUSH_MS = 25;

/** Answers one request; returns when its last message was sent or it was ended from outside. */
export async function respond(run: Run, order: Order, shop: Workshop): Promise<void> {
  const { maxTokens, messages, tools = [] } = order.request;
  const prompt = shop.prompter.toPrompt(messages, tools);
  const promptTokens = prompt.tokens.length;
  if (promptTokens + maxTokens > shop.contextTokens || promptTokens === 0) {
    return refuse(run, toLengthRefusal(promptTokens, maxTokens, shop.contextTokens));
  }
  run.usage.promptTokens = promptTokens;
  const answer = startAnswer(order, prompt, shop);
  run.answer = answer;
  const forced = toForced(order, prompt, shop);
  run.usage.completionTokens = Math.min(forced.length, maxTokens);
  if (forced.length > maxTokens) return end(run, "length");
  answer.add(order.grammar?.forced ?? "");
  if (order.grammar?.gbnf === null) return end(run, "stop");
  if (forced.length === maxTokens) return end(run, "length");
  await write(run, order, answer, [...prompt.tokens, ...forced], shop);
}

async function write(run: Run, order: Order, answer: Answer, input: LlamaToken[], shop: Workshop): Promise<void> {
  const { temperature = 0, seed = randomInt(2 ** 31), maxTokens } = order.request;
  const gbnf = order.grammar?.gbnf ?? null;
  const state = gbnf === null ? undefined : await shop.toGrammarState(gbnf);
  const start = performance.now();
  const rest = await readPrompt(run, input, shop);
  if (run.ended) return;
  const options = { temperature, seed, yieldEogToken: true as const };
  const { usage } = run;
  let flushed = start;
  let firstAt = 0;
  for await (const token of shop.sequence.evaluate(
    rest,
    state === undefined ? options : { ...options, grammarEvaluationState: state },
  )) {
    if (run.ended) return;
    const now = performance.now();
    if (firstAt === 0) {
      firstAt = now;
      usage.promptMs = now - start;
    }
    usage.completionMs = now - firstAt;
    if (shop.model.isEogToken(token)) return end(run, "stop");
    usage.completionTokens += 1;
    if (answer.push(token)) return end(run, "stop");
    if (usage.completionTokens >= maxTokens) return end(run, "length");
    if (now - flushed < FLUSH_MS) continue;
    flushed = now;
    adjustThreads(shop);
    flush(run);
  }
}

/** Evaluates the prompt but for its last batch, and returns that batch. */
async function readPrompt(run: Run, input: LlamaToken[], shop: Workshop): Promise<LlamaToken[]> {
  let at = await shop.prefix.restore(shop.sequence, input);
  run.usage.cachedTokens = Math.min(at, run.usage.promptTokens);
  adjustThreads(shop);
  while (input.length - at > shop.batchTokens && !run.ended) {
    await shop.sequence.evaluateWithoutGeneratingNewTokens(input.slice(at, at + shop.batchTokens));
    at += shop.batchTokens;
    adjustThreads(shop);
  }
  return input.slice(at);
}

function adjustThreads({ llama, threads }: Workshop): void {
  llama.maxThreads = threads.advise();
}

function startAnswer(order: Order, prompt: Prompt, { model, renderer, markTokens }: Workshop): Answer {
  return createAnswer(model, { ...toShape(order, prompt.text, renderer), tokens: markTokens });
}

/** What the schema leaves no choice about is evaluated with the prompt, which is faster than sampling it. */
function toForced({ grammar }: Order, prompt: Prompt, { model, renderer }: Workshop): LlamaToken[] {
  if (grammar === null) return [];
  return [...model.tokenize(renderer.skipThinking(prompt.text), true), ...model.tokenize(grammar.forced, false)];
}
