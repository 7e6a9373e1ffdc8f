import { spawn } from "node:child_process";
import { request } from "node:http";
import { mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../src/core/index.ts";
import { createLlamaServerEngine, findLlamaServer, type Message, type ServerProgram } from "../../src/models/index.ts";
import { prepareWeights, STARTERS } from "../home.ts";
import { toFigure, toRatio } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const ROUNDS = 3;
const CONTEXT_TOKENS = 1024;
const MAX_TOKENS = 96;
const WORDS = "A list of numbers follows; go on with it in words and do not stop.";
/** About 500 tokens. */
const TEXT = `${WORDS}\n${Array.from({ length: 88 }, (_number, at) => `${at * 7 + 100}`).join(" ")}`;

/**
 * What our way through a managed llama-server costs: milliseconds a token as the reader of the answer sees them, beside the
 * server's own timing of the same tokens, and beside a llama-server that is started and asked by hand. KRALLE_LLAMA_SERVER
 * names the program.
 */
export async function benchServer(bench: Bench): Promise<Figure[]> {
  const program = await findLlamaServer({ env: process.env }, bench.ctx);
  if (program === null) {
    bench.note("no llama-server here: set KRALLE_LLAMA_SERVER");
    return [];
  }
  const { path, model } = await prepareWeights(STARTERS[0], bench);
  const ours: Round[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bench.note(`round ${round + 1} of ${ROUNDS}`);
    ours.push(await measureOurs(program, { path, id: model.id }, bench));
    raw.push(await measureRaw(program, path, bench));
  }
  const seen = ours.map(({ seenMs }) => seenMs);
  const own = ours.map(({ ownMs }) => ownMs);
  return [
    toFigure("server: a token, as the reader sees it", seen, "ms"),
    toFigure("server: the same by the server's own timing", own, "ms"),
    toFigure("server: a token of a llama-server asked by hand, by its own timing", raw, "ms"),
    { ...toRatio("server: seen / own timing", seen, own), atMost: 1 / 0.97 },
    { ...toRatio("server: seen / asked by hand", seen, raw), atMost: 1 / 0.97 },
    toFigure(
      "server: beyond the load of the weights",
      ours.map(({ beyondMs }) => beyondMs),
      "ms",
    ),
  ];
}

interface Round {
  seenMs: number;
  ownMs: number;
  /** From asking for the engine until it can answer, less the child's own load. */
  beyondMs: number;
}

async function measureOurs(program: ServerProgram, model: { path: string; id: string }, bench: Bench): Promise<Round> {
  const { ctx } = bench;
  const engine = await createLlamaServerEngine({
    id: "server",
    program,
    modelPath: model.path,
    name: model.id,
    digest: null,
    contextTokens: CONTEXT_TOKENS,
    gpu: "none",
    log: ctx.log,
  });
  try {
    const start = performance.now();
    await engine.load(ctx);
    const beyondMs = performance.now() - start - (engine.child?.loadMs ?? 0);
    const messages: Message[] = [{ role: "user", content: TEXT }];
    let first = 0;
    for await (const event of engine.generate({ messages, maxTokens: MAX_TOKENS, temperature: 0 }, ctx)) {
      const now = performance.now();
      if (event.type === "text" && first === 0) first = now;
      if (event.type !== "end") continue;
      if (event.error !== undefined) throw event.error;
      const tokens = event.usage.completionTokens;
      bench.note(`${event.usage.promptTokens} tokens read, ${tokens} written`);
      return { seenMs: (now - first) / (tokens - 1), ownMs: event.usage.completionMs / tokens, beyondMs };
    }
    throw new AppError("E_BUG", "The engine ended without saying so.");
  } finally {
    await engine.close();
  }
}

/** Started with nothing but what makes the figures comparable, and asked once, without a stream. */
async function measureRaw(program: ServerProgram, modelPath: string, { scratch }: Bench): Promise<number> {
  const socket = join(mkdtempSync(join(scratch, "raw-")), "s.sock");
  const line = ["-m", modelPath, "--host", socket, "-c", String(CONTEXT_TOKENS), "-np", "1", "-ngl", "0"];
  const env = { ...process.env, LD_LIBRARY_PATH: dirname(program.path) };
  const child = spawn(program.path, [...line, "--no-webui"], { stdio: "ignore", env });
  try {
    for (let waited = 0; waited < 120_000; waited += 100) {
      const health = await ask(socket, "/health", null).catch(() => ""); // it is not listening yet
      if (health.includes('"ok"')) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const prompt = `<|im_start|>user\n${TEXT}<|im_end|>\n<|im_start|>assistant\n`;
    const answer = await ask(socket, "/completion", {
      prompt,
      n_predict: MAX_TOKENS,
      temperature: 0,
      cache_prompt: false,
    });
    const { timings } = JSON.parse(answer) as { timings: { predicted_ms: number; predicted_n: number } };
    return timings.predicted_ms / timings.predicted_n;
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}

function ask(socketPath: string, path: string, body: object | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method: body === null ? "GET" : "POST" }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      answer.on("end", () => resolve(text));
    });
    call.once("error", reject);
    call.end(body === null ? undefined : JSON.stringify(body));
  });
}
