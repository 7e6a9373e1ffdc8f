import type { Context } from "../../core/index.ts";
import { toAppError } from "../../core/index.ts";
import type { Engine, EngineRequest, Message } from "../engine/types.ts";
import type { Picked } from "../generate/index.ts";
import { fillTo, NEEDLE, type Filler } from "./filler.ts";
import { toPicture, type Colour } from "./picture.ts";
import { readAnswer, type Answer } from "./readAnswer.ts";
import type { DepthProgress, ModelDepth, SpeedAt } from "./types.ts";

export interface DepthOptions {
  /** 90 % of the window, however long it takes; otherwise as deep as `seconds` allow. */
  isFull?: boolean;
  /** For the deep prompt; default 60. */
  seconds?: number;
  onProgress?: (progress: DepthProgress) => void;
}

const SYSTEM = "You answer questions about a list exactly.";
/** Of the window; the rest is for the answer, and for what a server counts that we cannot see. */
const SHARE = 0.9;
const SHALLOW_TOKENS = 512;
const SECONDS = 60;
/** A step that takes longer than the rest of the time by this factor is given up. */
const PATIENCE = 1.5;
/** The first step is worth waiting for: without it nothing is known. */
const LEAST_MS = 60_000;
/** A last step that adds less than this to the depth is not worth its questions. */
const LEAST_GROWTH = 1.2;
const WRITTEN_TOKENS = 32;
const STORY = "Ignore the list. Tell a long story about a ship.";

/**
 * Measures what takes longer: up to which length of the prompt a number from near its beginning is found, the speeds of
 * reading and writing with a short and with the longest prompt, the time to the first token of a short question, and sight,
 * where the engine says that the model has it. The prompt is doubled as long as the time allows; each begins with the one
 * before, of which nothing is read again where the engine keeps what it knows. Throws what the engine throws, and
 * E_CANCELLED.
 */
export async function probeDepth(picked: Picked, ctx: Context, options: DepthOptions = {}): Promise<ModelDepth> {
  const { engine, info } = picked;
  const tell = options.onProgress ?? (() => undefined);
  tell({ step: "first" });
  const { firstMs } = await readAnswer(engine, toRequest("Hello. Who are you?", 8), ctx);
  const steps = await goDeeper(picked, options, tell, ctx);
  const deepest = steps.at(-1);
  const right = steps.filter(({ isRight }) => isRight).map(({ filler }) => filler.promptTokens);
  return {
    model: info.name,
    contextTokens: info.contextTokens,
    checkedTokens: deepest?.filler.promptTokens ?? 0,
    foundTokens: Math.max(0, ...right),
    isFull: deepest?.isFull ?? false,
    firstMs: Math.round(firstMs),
    speeds: await measure(engine, [...new Set([steps[0], deepest])], ctx),
    vision: info.features?.includes("vision") ? await sees(engine, tell, ctx) : null,
  };
}

/** One length of the prompt that was tried. */
interface Step {
  filler: Filler;
  isFull: boolean;
  isRight: boolean;
  /** Tokens per second in reading what was new. */
  rate: number | null;
}

async function goDeeper(
  { engine, info }: Picked,
  { isFull = false, seconds = SECONDS }: DepthOptions,
  tell: (progress: DepthProgress) => void,
  ctx: Context,
): Promise<Step[]> {
  const window = Math.floor(info.contextTokens * SHARE);
  const end = isFull ? Number.POSITIVE_INFINITY : ctx.clock.now() + seconds * 1000;
  const steps: Step[] = [];
  for (let most = Math.min(SHALLOW_TOKENS, window); ;) {
    const filler = await fillTo(most, toNeedleMessages, engine, ctx);
    const last = steps.at(-1);
    if (filler === null || filler.promptTokens <= (last?.filler.promptTokens ?? 0)) return steps;
    const isLast = most === window;
    tell({ step: "depth", tokens: filler.promptTokens, expectedMs: toMs(filler.promptTokens, last) });
    const patience = (end - ctx.clock.now()) * PATIENCE;
    const ms = last === undefined ? Math.max(patience, LEAST_MS) : patience;
    const answer = await within(ms, ctx, (inner) => askNeedle(engine, filler, inner));
    if (answer === null) return steps; // the machine became slower: what was checked before counts
    const { usage, text } = answer;
    const rate = toRate(usage.promptTokens - usage.cachedTokens, usage.promptMs);
    steps.push({ filler, isFull: isLast, isRight: new RegExp(`\\b${NEEDLE.number}\\b`).test(text), rate });
    if (isLast) return steps;
    const affordable = filler.promptTokens + ((rate ?? 0) * (end - ctx.clock.now())) / 1000;
    most = Math.floor(Math.min(window, filler.promptTokens * 2, isFull ? window : affordable));
    if (most < Math.min(window, filler.promptTokens * LEAST_GROWTH)) return steps;
  }
}

const toMs = (tokens: number, last: Step | undefined): number | null =>
  last?.rate ? Math.round(((tokens - last.filler.promptTokens) / last.rate) * 1000) : null;

/** Null when it took too long; only the caller's signal throws. */
async function within<T>(ms: number, ctx: Context, act: (inner: Context) => Promise<T>): Promise<T | null> {
  if (ms === Number.POSITIVE_INFINITY) return act(ctx);
  const limit = new AbortController();
  const done = new AbortController();
  const timer = ctx.clock.sleep(Math.max(0, ms), done.signal).then(
    () => limit.abort(),
    () => undefined, // it ended in time
  );
  try {
    return await act({ ...ctx, signal: AbortSignal.any([ctx.signal, limit.signal]) });
  } catch (thrown) {
    if (!limit.signal.aborted || ctx.signal.aborted) throw thrown;
    return null;
  } finally {
    done.abort();
    await timer;
  }
}

const NUMBER = { type: "object", properties: { number: { type: "integer" } }, required: ["number"] };

async function askNeedle(engine: Engine, filler: Filler, ctx: Context): Promise<Answer> {
  const request = { messages: toNeedleMessages(filler.text), schema: NUMBER, maxTokens: 24, temperature: 0 };
  return readAnswer(engine, request, ctx);
}

/** Writing is measured behind prompts that are known already, the deepest first, which is the one in memory. */
async function measure(engine: Engine, steps: readonly (Step | undefined)[], ctx: Context): Promise<SpeedAt[]> {
  const speeds: SpeedAt[] = [];
  for (const step of steps.toReversed()) {
    if (step === undefined) continue;
    const { filler, rate } = step;
    const messages = toMessages(`${filler.text}\n\n${STORY}`);
    const { usage } = await readAnswer(engine, { messages, maxTokens: WRITTEN_TOKENS, temperature: 0 }, ctx);
    const tokensPerSecond = toRate(usage.completionTokens, usage.completionMs);
    speeds.unshift({ tokens: filler.promptTokens, promptTokensPerSecond: rate, tokensPerSecond });
  }
  return speeds;
}

const toRate = (tokens: number, ms: number): number | null =>
  tokens > 0 && ms > 0 ? Math.round((tokens / ms) * 10_000) / 10 : null;

const toNeedleMessages = (filler: string): Message[] =>
  toMessages(`${filler}\n\nWhat is the number of the key of the blue box? Answer in JSON.`);

const toMessages = (content: string): Message[] => [
  { role: "system", content: SYSTEM },
  { role: "user", content },
];

const toRequest = (content: string, maxTokens: number): EngineRequest => ({
  messages: toMessages(content),
  maxTokens,
  temperature: 0,
});

interface Picture {
  colour: Colour;
  digit: string | null;
  question: string;
  options: string[];
  right: string;
}

const COLOURS = ["red", "green", "blue"];
const PICTURES: readonly Picture[] = [
  { colour: [220, 20, 20], digit: null, question: "Which colour is it?", options: COLOURS, right: "red" },
  { colour: [20, 40, 220], digit: null, question: "Which colour is it?", options: COLOURS, right: "blue" },
  { colour: [0, 0, 0], digit: "7", question: "Which digit is it?", options: ["3", "5", "7"], right: "7" },
  { colour: [0, 0, 0], digit: "3", question: "Which digit is it?", options: ["3", "5", "7"], right: "3" },
];

/** All pictures have to be told: two of each kind differ, so that a model which always says the same fails. */
async function sees(engine: Engine, tell: (progress: DepthProgress) => void, ctx: Context): Promise<boolean> {
  tell({ step: "vision" });
  for (const { colour, digit, question, options, right } of PICTURES) {
    const images = [{ mediaType: "image/png" as const, bytes: toPicture(colour, digit) }];
    const content = `${question} Choose: ${options.join(", ")}`;
    const schema = { type: "object", properties: { choice: { enum: options } }, required: ["choice"] };
    const request = { messages: [{ role: "user" as const, content, images }], schema, maxTokens: 24, temperature: 0 };
    try {
      const { text } = await readAnswer(engine, request, ctx);
      if (!text.includes(`"${right}"`)) return false;
    } catch (thrown) {
      // A refusal of pictures is an answer to the question; anything else is a failure of the engine.
      if (toAppError(thrown).code !== "E_INPUT") throw thrown;
      return false;
    }
  }
  return true;
}
