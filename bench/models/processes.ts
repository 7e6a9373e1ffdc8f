import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { AppError, type Context } from "../../src/core/index.ts";
import type { Message } from "../../src/models/index.ts";
import type { BareJob } from "../bare/types.ts";
import { ROOT } from "../home.ts";

const READY_MS = 120_000;

/** The bare loop as a process that stays: one call, one answer of its 64 tokens. */
export interface BareLoop {
  /** Tokens per second after the first token. */
  decode(): Promise<number>;
  close(): Promise<void>;
}

export async function startBareLoop(job: BareJob, ctx: Context): Promise<BareLoop> {
  const script = join(ROOT, "bench", "bare", "loop.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(job)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<{ tokens: number; restMs: number }> => {
    const { value } = await lines.next();
    if (typeof value !== "string") throw new AppError("E_ENGINE_DIED", "The bare loop ended.");
    return JSON.parse(value);
  };
  ctx.signal.addEventListener("abort", () => child.kill());
  await next();
  return {
    async decode() {
      child.stdin.write("go\n");
      const { tokens, restMs } = await next();
      return ((tokens - 1) / restMs) * 1000;
    },
    close: () => end(child),
  };
}

export interface ServerAnswer {
  /** From the request to the first token and to the last, as the caller sees it. */
  firstMs: number;
  allMs: number;
  /** The server's own figures. */
  promptTokens: number;
  completionTokens: number;
  tokensPerSecond: number;
}

/** A llama-server as it comes, without Kralle. */
export interface BareServer {
  ask(messages: Message[], maxTokens: number): Promise<ServerAnswer>;
  close(): Promise<void>;
}

export interface ServerJob {
  program: string;
  modelPath: string;
  contextTokens: number;
  threads: number;
  /** Slots; each has its own `contextTokens`. */
  parallel: number;
}

export async function startServer(job: ServerJob, ctx: Context): Promise<BareServer> {
  const port = await findPort();
  const { program, modelPath, contextTokens, threads, parallel } = job;
  const sizes = ["-c", String(contextTokens * parallel), "-np", String(parallel), "-t", String(threads)];
  const args = ["-m", modelPath, ...sizes, "-ngl", "0", "--host", "127.0.0.1", "--port", String(port), "--no-webui"];
  const folder = dirname(program);
  const child = spawn(program, args, { stdio: "ignore", env: { ...process.env, LD_LIBRARY_PATH: folder } });
  ctx.signal.addEventListener("abort", () => child.kill("SIGKILL"));
  const base = `http://127.0.0.1:${port}`;
  await awaitHealth(base, child, ctx);
  return { ask: (messages, maxTokens) => ask(base, messages, maxTokens, ctx), close: () => end(child) };
}

async function ask(base: string, messages: Message[], maxTokens: number, ctx: Context): Promise<ServerAnswer> {
  const start = performance.now();
  const body = { messages, max_tokens: maxTokens, temperature: 0, stream: true, ignore_eos: true };
  const response = await ctx.net.fetch(`${base}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: ctx.signal,
  });
  let first = 0;
  let rest = "";
  let timings: Record<string, number> = {};
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk).toString("utf8");
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: {")) continue;
      const data = JSON.parse(line.slice(6));
      if (first === 0 && data.choices?.[0]?.delta?.content) first = performance.now();
      timings = data.timings ?? timings;
    }
  }
  const { prompt_n = 0, predicted_n = 0, predicted_per_second = 0 } = timings;
  return {
    firstMs: first - start,
    allMs: performance.now() - start,
    promptTokens: prompt_n,
    completionTokens: predicted_n,
    tokensPerSecond: predicted_per_second,
  };
}

async function awaitHealth(base: string, child: ChildProcess, ctx: Context): Promise<void> {
  const until = ctx.clock.now() + READY_MS;
  while (ctx.clock.now() < until && child.exitCode === null) {
    const answer = await ctx.net.fetch(`${base}/health`, { signal: ctx.signal }).catch(() => null);
    if (answer?.ok) return;
    await ctx.clock.sleep(100, ctx.signal);
  }
  child.kill("SIGKILL");
  throw new AppError("E_ENGINE_START", "llama-server did not start.");
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;
}
