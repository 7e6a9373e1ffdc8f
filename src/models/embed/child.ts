import { loadBinding, type Llama, type LlamaModel } from "../engine/binding.ts";
import { liveAsChild, send } from "../engine/childLife.ts";
import type { ToChild } from "../engine/protocol.ts";
import { createThreadGovernor, type ThreadGovernor } from "../engine/threads.ts";
import { toPlainText } from "./plainText.ts";
import type { EncoderOrder } from "./protocol.ts";
import { createUnigram } from "./unigram.ts";
import { MOST_WINDOWS, toMeanVector, toWindows } from "./windows.ts";

/*
 * The encoder's child process. Between two windows it looks whether it is still wanted. llama.cpp keeps a row of the whole
 * vocabulary (1 MB) for each token of the longest window so far, until its context goes: so it goes when it is unused.
 */

interface EncoderContext {
  /** node-llama-cpp adds what stands before and behind, where it is not there. */
  getEmbeddingFor(tokens: number[]): Promise<{ vector: readonly number[] }>;
  dispose(): Promise<void>;
}

/** Making a context takes some ms, so this is for pauses, not for the time between two batches. */
const KEEP_CONTEXT_MS = 1000;

/** `token_type` of llama.cpp's vocabulary. */
const NORMAL = 1;

interface EncoderBinding extends LlamaModel {
  readonly tokens: LlamaModel["tokens"] & { readonly eos: number | null };
  createEmbeddingContext(options: {
    contextSize: number;
    batchSize: number;
    threads: number;
    ignoreMemorySafetyChecks: boolean;
  }): Promise<EncoderContext>;
}

interface Loaded {
  order: EncoderOrder;
  llama: Llama;
  threads: ThreadGovernor;
  tokenize(text: string): number[];
  model: EncoderBinding;
  size: number;
  context: EncoderContext | null;
}

type Vector = Float32Array<ArrayBuffer>;

let loaded: Loaded | null = null;
let before: Promise<void> = Promise.resolve();
let unused: NodeJS.Timeout | undefined;
const cancelled = new Set<number>();

liveAsChild<ToChild<EncoderOrder>>(async (message) => {
  if (message.type === "load") await load(message);
  else if (message.type === "embed") next(() => embed(message));
  else if (message.type === "cancel") cancelled.add(message.id);
  else if (message.type === "close") process.exit(0);
});

/** One thing after another; after the last one the context is given back. */
function next(work: () => Promise<void>): void {
  clearTimeout(unused);
  const mine = before.then(work);
  before = mine;
  void mine.then(() => {
    if (before === mine && loaded?.context) unused = setTimeout(() => next(dropContext), KEEP_CONTEXT_MS);
  });
}

async function dropContext(): Promise<void> {
  const context = loaded?.context;
  if (!loaded || !context) return;
  loaded.context = null;
  await context.dispose();
  beat();
}

const beat = (): void => send({ type: "beat", residentBytes: process.memoryUsage.rss() });

async function load(order: EncoderOrder): Promise<void> {
  const start = performance.now();
  setInterval(beat, order.heartbeatMs);
  try {
    const { getLlama } = await loadBinding(order.packDir);
    const llama = await getLlama({
      gpu: false, // 35 million operations a token: a processor is enough, and the GPU is for answers
      build: "never",
      skipDownload: true,
      progressLogs: false,
      maxThreads: order.threads,
      logger: () => {},
    });
    const { modelPath, threads } = order;
    const model = (await llama.loadModel({
      modelPath,
      useMmap: true,
      ignoreMemorySafetyChecks: true,
    })) as EncoderBinding;
    const size = order.windowTokens + 12; // beginning and end, and node-llama-cpp wants room for one more
    const context = await openContext(model, size, threads);
    const tokenize = createUnigram(toVocabulary(model));
    loaded = { order, llama, tokenize, threads: createThreadGovernor(threads), model, size, context };
    const { repo, release } = llama.llamaCppRelease;
    const engine = `${repo} ${release}`;
    const loadMs = performance.now() - start;
    const features = ["embed" as const];
    send({ type: "loaded", contextTokens: size, engine, system: llama.systemInfo.trim(), features, loadMs });
  } catch (error) {
    send({ type: "failed", error: { code: "E_ENGINE_START", message: toWords(error) } });
  }
}

const openContext = (model: EncoderBinding, size: number, threads: number): Promise<EncoderContext> =>
  model.createEmbeddingContext({ contextSize: size, batchSize: size, threads, ignoreMemorySafetyChecks: true });

async function embed(order: Extract<ToChild, { type: "embed" }>): Promise<void> {
  const { id } = order;
  try {
    if (loaded === null) throw new Error("no model is loaded");
    const parts = order.texts.map((text, at) => toParts(text, at + order.first, order.kind, loaded as Loaded));
    const vectors: Vector[] = [];
    for (const windows of parts) vectors.push(await encode(windows, id, loaded));
    send({ type: "vectors", id, vectors, windows: parts.map(({ length }) => length) });
  } catch (error) {
    if (!cancelled.has(id)) send({ type: "refused", id, error: { code: "E_INPUT", message: toWords(error) } });
  }
  cancelled.delete(id);
}

function toParts(text: string, at: number, kind: "query" | "passage", { order, model, tokenize }: Loaded): number[][] {
  const prefix = tokenize(order.prefixes[kind].trimEnd());
  const room = order.windowTokens - prefix.length - 2;
  const tokens = tokenize(toPlainText(text));
  if (tokens.length === 0) throw new Error(`Text ${at + 1} is empty.`);
  const windows = toWindows(tokens, room);
  if (windows.length > MOST_WINDOWS) {
    throw new Error(
      `Text ${at + 1} has ${tokens.length} tokens; at most ${room * MOST_WINDOWS} (${MOST_WINDOWS} windows of ${room}) are embedded as one. Cut it into passages.`,
    );
  }
  const { bos, eos } = model.tokens;
  const [begin, end] = [bos === null ? [] : [bos], eos === null ? [] : [eos]];
  return windows.map((window) => [...begin, ...prefix, ...window, ...end]);
}

async function encode(windows: number[][], id: number, parts: Loaded): Promise<Vector> {
  const { llama, threads, model, size, order } = parts;
  parts.context ??= await openContext(model, size, order.threads);
  const { context } = parts;
  const vectors: (readonly number[])[] = [];
  for (const tokens of windows) {
    await new Promise(setImmediate); // a cancel that has come is heard
    if (cancelled.has(id)) throw new Error("cancelled");
    llama.maxThreads = threads.advise(); // two threads on busy cores wait for each other
    vectors.push((await context.getEmbeddingFor([...tokens])).vector);
  }
  return toMeanVector(
    vectors,
    windows.map(({ length }) => length),
  );
}

function toVocabulary({ fileInfo }: LlamaModel): Parameters<typeof createUnigram>[0] {
  const {
    tokens = [],
    scores = [],
    token_type: types = [],
    unknown_token_id: unknown,
  } = fileInfo.metadata.tokenizer?.ggml ?? {};
  if (tokens.length === 0 || scores.length !== tokens.length || unknown === undefined) {
    throw new Error("The encoder's file holds no vocabulary.");
  }
  return { pieces: tokens, scores, unknown, isNormal: (token) => types[token] === NORMAL };
}

const toWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
