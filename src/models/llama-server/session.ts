import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createTextAnswer, type TextAnswer } from "../engine/answer.ts";
import type { ToChild } from "../engine/protocol.ts";
import { toLengthRefusal } from "../engine/refusal.ts";
import { createRun, end, flush, refuse, type Run, type Send } from "../engine/run.ts";
import { toShape } from "../engine/shape.ts";
import type { Renderer } from "../engine/template.ts";
import type { Message, ToolSpec } from "../engine/types.ts";
import { chunkSchema, type Chunk } from "./answers.ts";
import { ServerFault, type ServerClient } from "./client.ts";
import type { ServerPrompt, ServerPrompter } from "./prompter.ts";

type Order = Extract<ToChild, { type: "generate" }>;

export interface ServerSession {
  /** Requests run one after another; each ends with exactly one `end` or `refused` message. */
  generate(order: Order, send: Send): Promise<void>;
  cancel(id: number): void;
  count(messages: readonly Message[], tools: readonly ToolSpec[]): Promise<number>;
}

export interface ServerParts {
  client: ServerClient;
  renderer: Renderer;
  prompter: ServerPrompter;
  contextTokens: number;
  reusePrefix: boolean;
}

/** A connection breaks before the end of its program is known; then this process ends too, with the real reason. */
const DEATH_SHOWS_MS = 300;
/** Pieces are sent at most this often; a person sees no difference and the pipe stays quiet. */
const FLUSH_MS = 25;

interface Job extends ServerParts {
  readonly run: Run;
  readonly order: Order;
  readonly signal: AbortSignal;
}

/**
 * Answers through `/completion` with a prompt of our own, not through `/v1/chat/completions`: so both engines send a model
 * byte-equal prompts, marks inside messages stay text, counts are exact before anything is evaluated, the grammar and the text
 * that it forces are ours, and thinking and tool calls are told apart by one piece of code.
 */
export function createServerSession(parts: ServerParts): ServerSession {
  const runs = new Map<number, { run: Run; stop: AbortController }>();
  let before: Promise<void> = Promise.resolve();

  const work = async (job: Job): Promise<void> => {
    try {
      if (!job.run.ended) await respond(job);
    } catch (error) {
      if (!(error instanceof ServerFault)) await sleep(DEATH_SHOWS_MS);
      if (!job.run.ended) fail(job, error);
    }
    runs.delete(job.run.id);
  };

  return {
    generate(order, send) {
      const run = createRun(order.id, send);
      const stop = new AbortController();
      runs.set(order.id, { run, stop });
      before = before.then(() => work({ ...parts, run, order, signal: stop.signal }));
      return before;
    },
    cancel(id) {
      const found = runs.get(id);
      if (found === undefined) return;
      end(found.run, "cancelled");
      found.stop.abort();
    },
    async count(messages, tools) {
      const prompt = await parts.prompter.toPrompt(messages, tools);
      return prompt.images.length === 0 ? prompt.tokens.length : await countPictures(prompt, parts);
    },
  };
}

async function respond(job: Job): Promise<void> {
  const { run, order, prompter, renderer, contextTokens } = job;
  const { maxTokens, messages, tools = [] } = order.request;
  const prompt = await prompter.toPrompt(messages, tools);
  if (run.ended) return;
  const promptTokens = prompt.images.length === 0 ? prompt.tokens.length : await countPictures(prompt, job);
  if (run.ended) return;
  if (promptTokens + maxTokens > contextTokens || promptTokens === 0) {
    return refuse(run, toLengthRefusal(promptTokens, maxTokens, contextTokens));
  }
  run.usage.promptTokens = promptTokens;
  const answer = createTextAnswer(toShape(order, prompt.text, renderer));
  run.answer = answer;
  const forcedText = order.grammar === null ? "" : renderer.skipThinking(prompt.text);
  const forced = [
    ...(await prompter.tokenize(forcedText, true)),
    ...(await prompter.tokenize(order.grammar?.forced ?? "", false)),
  ];
  run.usage.completionTokens = Math.min(forced.length, maxTokens);
  if (forced.length > maxTokens) return end(run, "length");
  answer.add(order.grammar?.forced ?? "");
  if (order.grammar?.gbnf === null) return end(run, "stop");
  if (forced.length === maxTokens) return end(run, "length");
  const text = `${prompt.text}${forcedText}${order.grammar?.forced ?? ""}`;
  await write(job, answer, toInput({ ...prompt, text, tokens: [...prompt.tokens, ...forced] }), forced.length);
}

async function write(job: Job, answer: TextAnswer, input: unknown, forced: number): Promise<void> {
  const { run, client, order, signal } = job;
  let flushed = performance.now();
  for await (const event of client.events("/completion", toBody(job, input, forced), signal)) {
    if (run.ended) return;
    const chunk = chunkSchema.parse(event);
    record(run, chunk, forced);
    const isDone = answer.add(chunk.content);
    if (isDone) return end(run, "stop");
    if (chunk.stop) return end(run, run.usage.completionTokens >= order.request.maxTokens ? "length" : "stop");
    const now = performance.now();
    if (now - flushed < FLUSH_MS) continue;
    flushed = now;
    flush(run);
  }
  if (!run.ended) throw new Error("it stopped in the middle of an answer");
}

function toBody({ order, renderer, reusePrefix }: Job, input: unknown, forced: number): object {
  const { temperature = 0, seed = randomInt(2 ** 31), maxTokens } = order.request;
  return {
    prompt: input,
    n_predict: maxTokens - forced,
    temperature,
    seed,
    // as the built-in engine samples
    top_k: 40,
    top_p: 0.95,
    min_p: 0,
    ...(order.grammar === null ? {} : { grammar: order.grammar.gbnf }),
    preserved_tokens: [...renderer.thinking.flat(), ...(renderer.toolCall ?? [])], // special tokens that must be seen
    cache_prompt: reusePrefix,
    stream: true,
    return_progress: true,
    timings_per_token: true,
  };
}

/** `prompt_n` is what was evaluated; the rest of the prompt was still there. */
function record({ usage }: Run, chunk: Chunk, forced: number): void {
  const { timings, prompt_progress: progress } = chunk;
  if (progress !== undefined) {
    usage.cachedTokens = Math.min(progress.cache, usage.promptTokens);
    usage.promptMs = progress.time_ms;
  }
  if (timings !== undefined) {
    const all = usage.promptTokens + forced;
    usage.cachedTokens = Math.max(0, Math.min(all - timings.prompt_n, usage.promptTokens));
    usage.promptMs = timings.prompt_ms;
    usage.completionMs = timings.predicted_ms;
  }
  const isEnding = chunk.stop && chunk.stop_type === "eos"; // the token that ends the answer is no part of it
  if (chunk.tokens_predicted > 0) usage.completionTokens = forced + chunk.tokens_predicted - (isEnding ? 1 : 0);
}

const toInput = ({ text, tokens, images }: ServerPrompt): unknown =>
  images.length === 0 ? tokens : { prompt_string: text, multimodal_data: images };

/** What pictures take, only evaluating them tells; they stay evaluated for the answer. */
async function countPictures(prompt: ServerPrompt, { client, contextTokens }: ServerParts): Promise<number> {
  try {
    const body = { prompt: toInput(prompt), n_predict: 0, cache_prompt: true };
    return chunkSchema.parse(await client.post("/completion", body)).tokens_evaluated;
  } catch (error) {
    const tokens = error instanceof ServerFault ? error.figures["n_prompt_tokens"] : undefined;
    if (typeof tokens === "number") return Math.max(tokens, contextTokens); // it says so because they do not fit
    throw error;
  }
}

function fail({ run }: Job, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const isEarly = run.usage.promptMs === 0 && run.usage.completionMs === 0;
  if (isEarly && error instanceof ServerFault) {
    refuse(run, { code: "E_INPUT", message: `The model engine refused the request: ${message}` });
  } else end(run, "error", { code: "E_ENGINE_DIED", message: `The model engine failed: ${message}` });
}
