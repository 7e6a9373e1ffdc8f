import { availableParallelism } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { SYSTEM_PROMPT } from "../../src/agent/index.ts";
import { AppError } from "../../src/core/index.ts";
import { createBuiltinEngine, type Message } from "../../src/models/index.ts";
import { toBatchTokens } from "../../src/models/engine/launch.ts";
import { readProcessor } from "../../src/models/engine/processor.ts";
import type { BareJob, BareResult } from "../bare/types.ts";
import { preparePack, prepareWeights, ROOT, STARTERS, type Weights } from "../home.ts";
import { memoryOf } from "../memory.ts";
import { ask } from "../models/requests.ts";
import { runToSuccess } from "../program.ts";
import { toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const ROUNDS = 3;
const CONTEXT_TOKENS = 4096;
const MAX_TOKENS = 64;
const LONGEST_MS = 240_000;

/** One round of either side; rates as the caller sees them. */
interface Round {
  loadMs: number;
  /** Tokens per second of a prompt nothing of which was read before, and of the answer after its first token. */
  prefill: number;
  decode: number;
}

interface OurRound extends Round {
  helloMs: number;
  helloAgainMs: number;
  parentBytes: number;
  childBytes: number;
}

/** Our engine (a child process, events over a pipe) beside a bare loop, in turns, never both at once. */
export async function benchModel(bench: Bench): Promise<Figure[]> {
  const packDir = await preparePack(bench);
  const { cores } = await readProcessor();
  const threads = Math.min(cores, availableParallelism());
  const figures: Figure[] = [];
  for (const id of STARTERS) {
    const weights = await prepareWeights(id, bench);
    const ours: OurRound[] = [];
    const bare: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bench.note(`${id}, round ${round + 1} of ${ROUNDS}`);
      ours.push(await measureOurs(bench, packDir, weights, threads));
      const other = await measureBare(bench, packDir, weights, threads);
      if (other !== null) bare.push(other);
    }
    figures.push(...toFigures(`model: ${id},`, ours, bare));
  }
  return figures;
}

function toFigures(name: string, ours: readonly OurRound[], bare: readonly Round[]): Figure[] {
  const our = (what: string, pick: (round: OurRound) => number, unit: string): Figure =>
    toFigure(`${name} ${what}`, ours.map(pick), unit);
  const beside = (what: string, pick: (round: Round) => number, unit: string): Figure[] => {
    const figure = our(what, pick, unit);
    if (bare.length === 0) return [figure];
    const other = bare.map(pick);
    const ratio = toRatio(`${name} ${what}, ours / bare`, ours.map(pick), other);
    return [figure, toFigure(`${name} ${what}, bare loop`, other, unit), ratio];
  };
  return [
    ...beside("load", ({ loadMs }) => loadMs, "ms"),
    our(`first token of "hello"`, ({ helloMs }) => helloMs, "ms"),
    our("first token, prefix known", ({ helloAgainMs }) => helloAgainMs, "ms"),
    ...beside("prefill", ({ prefill }) => prefill, "tokens/s"),
    ...beside("decode", ({ decode }) => decode, "tokens/s"),
    our("memory of the child, peak", ({ childBytes }) => childBytes / 1e6, "MB"),
    our("memory of the parent", ({ parentBytes }) => parentBytes / 1e6, "MB"),
  ];
}

async function measureOurs(bench: Bench, packDir: string, weights: Weights, threads: number): Promise<OurRound> {
  const { model, path } = weights;
  const engine = await createBuiltinEngine({
    id: "builtin",
    packDir,
    modelPath: path,
    name: model.id,
    digest: model.sha256,
    contextTokens: CONTEXT_TOKENS,
    threads,
    log: bench.ctx.log,
  });
  try {
    const start = performance.now();
    await engine.load(bench.ctx);
    const loadMs = performance.now() - start;
    const hello = await ask(engine, toMessages("hello"), 8, bench.ctx);
    const again = await ask(engine, toMessages("good morning"), 8, bench.ctx);
    const long = await ask(engine, LONG, MAX_TOKENS, bench.ctx);
    const fresh = long.usage.promptTokens - long.usage.cachedTokens;
    return {
      loadMs,
      helloMs: hello.firstMs,
      helloAgainMs: again.firstMs,
      prefill: toRate(fresh, long.firstMs),
      decode: long.decode,
      childBytes: memoryOf(engine.child?.pid ?? 0).peak ?? engine.child?.residentBytes ?? 0,
      parentBytes: process.memoryUsage.rss(),
    };
  } finally {
    await engine.close();
  }
}

/** Null when the loop did not end in time: on a busy machine its threads wait for each other. */
async function measureBare(bench: Bench, packDir: string, weights: Weights, threads: number): Promise<Round | null> {
  const gpu = process.platform === "darwin" && process.arch === "arm64"; // as the built-in engine decides
  const job: BareJob = {
    packDir,
    modelPath: weights.path,
    gpu,
    threads,
    batchTokens: gpu ? 512 : toBatchTokens(weights.model.bytes),
    contextTokens: CONTEXT_TOKENS,
    messages: LONG,
    maxTokens: MAX_TOKENS,
  };
  const script = join(ROOT, "bench", "bare", "evaluate.ts");
  const options = { cwd: ROOT, env: process.env, timeoutMs: LONGEST_MS, signal: bench.ctx.signal };
  try {
    const { stdout } = await runToSuccess(process.execPath, [script, JSON.stringify(job)], options);
    const { loadMs, promptTokens, firstMs, restMs, tokens } = JSON.parse(stdout.trim()) as BareResult;
    return { loadMs, prefill: toRate(promptTokens, firstMs), decode: toRate(tokens - 1, restMs) };
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === "E_BUDGET")) throw thrown;
    bench.note(`the bare loop did not end within ${LONGEST_MS / 1000} s and is left out of this round`);
    return null;
  }
}

const toRate = (tokens: number, ms: number): number => (tokens / ms) * 1000;

const toMessages = (content: string): Message[] => [
  { role: "system", content: SYSTEM_PROMPT },
  { role: "user", content },
];

/** About 700 tokens that begin unlike anything before, and an answer long enough to time. */
const LONG: Message[] = [
  {
    role: "user",
    content: [
      "A list of invoices:",
      ...Array.from({ length: 24 }, (_, at) => {
        const number = String(101 + at);
        return `${number}: customer ${at * 7}, ${at * 13 + 20}.50 EUR, due 2026-12-${String((at % 28) + 1).padStart(2, "0")}`;
      }),
      "Count from 1 to 100, each number on a line of its own, and write nothing else.",
    ].join("\n"),
  },
];
