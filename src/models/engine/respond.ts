import { performance } from "node:perf_hooks";
import { createAnswer, type Answer } from "./answer.ts";
import { toShape } from "./shape.ts";
import type { GrammarState, Llama, LlamaModel, LlamaToken } from "./binding.ts";
import { LEAST_STORED, type PrefixCache } from "./prefix.ts";
import type { Prompt, Prompter } from "./prompt.ts";
import type { ToChild } from "./protocol.ts";
import { toLengthRefusal } from "./refusal.ts";
import type { Rounds } from "./rounds.ts";
import { end, flush, refuse, type Run } from "./run.ts";
import type { Seat, Seats } from "./seats.ts";
import type { Renderer } from "./template.ts";
import type { ThreadGovernor } from "./threads.ts";
import type { Message, ToolSpec } from "./types.ts";

export type Order = Extract<ToChild, { type: "generate" }>;

/** What answering needs of the loaded model. */
export interface Workshop {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly seats: Seats;
  readonly rounds: Rounds;
  readonly renderer: Renderer;
  readonly prompter: Prompter;
  readonly markTokens: ReadonlyMap<LlamaToken, string>;
  readonly toGrammarState: (gbnf: string) => Promise<GrammarState>;
  readonly prefix: PrefixCache;
  readonly threads: ThreadGovernor;
  /** For requests that name none. */
  readonly seed: () => number;
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
  const stable = shop.prompter.countStable(prompt, messages, tools);
  const lasting = shop.renderer.declaresThinking ? promptTokens : null;
  const input: Input = {
    tokens: [...prompt.tokens, ...forced],
    stable,
    lasting,
    conversation: order.request.conversation,
  };
  const seat = await shop.seats.take(promptTokens + maxTokens, input.tokens, () => run.ended);
  if (seat === null) return;
  try {
    await write(run, order, answer, input, { ...shop, seat });
  } catch (error) {
    const { sequence } = seat;
    seat.conversation = null;
    await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }]);
    throw error;
  } finally {
    shop.seats.leave(seat);
  }
}

/** Evaluates what all requests with these system messages and tools share, so that it is there when one comes. */
export async function prepare(
  run: Run,
  messages: readonly Message[],
  tools: readonly ToolSpec[],
  shop: Workshop,
): Promise<number> {
  const asked: Message[] = [...messages, { role: "user", content: "x" }];
  const prompt = shop.prompter.toPrompt(asked, tools);
  const { tokens } = prompt;
  const stable = shop.prompter.countStable(prompt, asked, tools);
  if (tokens.length >= shop.contextTokens) return 0;
  const seat = await shop.seats.take(tokens.length, tokens, () => run.ended);
  if (seat === null) return 0;
  try {
    const at = await shop.prefix.restore(seat, tokens);
    const input = { tokens, stable, lasting: null, conversation: undefined };
    return await readStable(run, input, at, { ...shop, seat });
  } finally {
    shop.seats.leave(seat);
  }
}

interface Input {
  tokens: LlamaToken[];
  /** So many at the beginning are the same for all requests of a kind. */
  stable: number;
  /** The next turn of a conversation brings only so many back: its template leaves out what was thought. */
  lasting: number | null;
  conversation: string | undefined;
}

type Place = Workshop & { readonly seat: Seat };

async function write(run: Run, order: Order, answer: Answer, input: Input, place: Place): Promise<void> {
  const { seat, rounds, model } = place;
  const { temperature = 0, seed = place.seed(), maxTokens } = order.request;
  const gbnf = order.grammar?.gbnf ?? null;
  const state = gbnf === null ? undefined : await place.toGrammarState(gbnf);
  const start = performance.now();
  const rest = await readPrompt(run, input, place);
  if (run.ended) return;
  const options = { temperature, seed, yieldEogToken: true as const };
  const tokens = seat.sequence.evaluate(
    rest,
    state === undefined ? options : { ...options, grammarEvaluationState: state },
  );
  const { usage } = run;
  let flushed = start;
  let firstAt = 0;
  try {
    for (;;) {
      const { value: token } = await rounds.step(seat.context, () => tokens.next());
      if (run.ended || token === undefined) return;
      const now = performance.now();
      if (firstAt === 0) {
        firstAt = now;
        usage.promptMs = now - start;
      }
      usage.completionMs = now - firstAt;
      seat.conversation = input.conversation ?? null;
      seat.lasting = input.lasting;
      if (model.isEogToken(token)) return end(run, "stop");
      usage.completionTokens += 1;
      if (answer.push(token)) return end(run, "stop");
      if (usage.completionTokens >= maxTokens) return end(run, "length");
      if (now - flushed < FLUSH_MS) continue;
      flushed = now;
      adjustThreads(place);
      flush(run);
    }
  } finally {
    await tokens.return();
  }
}

/** Evaluates the prompt but for its last batch, and returns that batch. */
async function readPrompt(run: Run, input: Input, place: Place): Promise<LlamaToken[]> {
  const { prefix, seat } = place;
  const { tokens } = input;
  const before = await prefix.restore(seat, tokens, input.conversation);
  run.usage.cachedTokens = Math.min(before, run.usage.promptTokens);
  adjustThreads(place);
  const at = await readStable(run, input, before, place);
  return tokens.slice(await evaluate(run, tokens, at, tokens.length - 1, place));
}

/** Evaluates the beginning that others share, once for all who want it now, and stores it. Returns how far it got. */
async function readStable(
  run: Run,
  { tokens, stable, conversation }: Input,
  from: number,
  place: Place,
): Promise<number> {
  const { prefix, seat } = place;
  let at = from;
  while (stable - at >= LEAST_STORED && !run.ended) {
    const claim = await prefix.claim(tokens, stable, run.gone);
    if (claim.wasWaiting) {
      if (run.ended) break;
      at = await prefix.restore(seat, tokens, conversation);
      run.usage.cachedTokens = Math.min(at, run.usage.promptTokens);
      continue;
    }
    try {
      at = await evaluate(run, tokens, at, stable, place);
      // All of it, also what is less than a batch: the state must hold the beginning and nothing more.
      if (!run.ended && at < stable) at = await evaluateBatch(tokens, at, stable, place);
      if (at === stable) await claim.settle(seat);
    } finally {
      claim.release();
    }
    break;
  }
  return at;
}

/** Whole batches from `from` on, as long as more than a batch is left before `to`. Returns how far it got. */
async function evaluate(run: Run, tokens: LlamaToken[], from: number, to: number, place: Place): Promise<number> {
  let at = from;
  while (to - at >= place.batchTokens && !run.ended) {
    at = await evaluateBatch(tokens, at, at + place.batchTokens, place);
    adjustThreads(place);
  }
  return at;
}

async function evaluateBatch(tokens: LlamaToken[], from: number, to: number, place: Place): Promise<number> {
  const { rounds, seat } = place;
  await rounds.step(seat.context, () => seat.sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, to)));
  return to;
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
