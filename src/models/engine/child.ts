import { performance } from "node:perf_hooks";
import { loadBinding } from "./binding.ts";
import { memoryPrefix, noPrefix } from "./prefix.ts";
import { liveAsChild, send } from "./childLife.ts";
import { type LoadOrder, type Refusal, type ToChild } from "./protocol.ts";
import { createSession, type Session } from "./session.ts";
import { createThreadGovernor, type ThreadGovernor } from "./threads.ts";

/* The built-in engine's child process: the only place that loads the native addon. */

let session: Session | null = null;
const errors: string[] = [];

liveAsChild<ToChild<LoadOrder>>(receive);

async function receive(message: ToChild<LoadOrder>): Promise<void> {
  switch (message.type) {
    case "load":
      await load(message, beat(message));
      return;
    case "generate":
      await session?.generate(message, send);
      return;
    case "cancel":
      session?.cancel(message.id);
      return;
    case "count":
      count(message);
      return;
    case "close":
      process.exit(0);
  }
}

/** Beats, and keeps an eye on how busy the machine is, so that the first answer starts with the right threads. */
function beat(order: LoadOrder): ThreadGovernor {
  const threads = createThreadGovernor(order.threads);
  setInterval(() => {
    send({ type: "beat", residentBytes: process.memoryUsage.rss() });
    threads.advise();
  }, order.heartbeatMs);
  return threads;
}

async function load(order: LoadOrder, threads: ThreadGovernor): Promise<void> {
  const start = performance.now();
  let stage: Refusal["code"] = "E_ENGINE_START";
  try {
    const binding = await loadBinding(order.packDir);
    const llama = await binding.getLlama({
      gpu: order.gpu ? "auto" : false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      maxThreads: order.threads,
      logger: keepErrors,
    });
    stage = "E_MODEL_CORRUPT";
    const model = await llama.loadModel({
      modelPath: order.modelPath,
      useMmap: order.mapFile,
      ignoreMemorySafetyChecks: true,
    });
    stage = "E_MODEL_TOO_LARGE";
    const context = await model.createContext({
      contextSize: order.contextTokens,
      sequences: 1,
      threads: order.threads,
      batchSize: order.batchTokens,
      ignoreMemorySafetyChecks: true,
    });
    const contextTokens = Math.min(order.contextTokens, context.contextSize);
    const prefix = order.reusePrefix ? memoryPrefix : noPrefix;
    const { batchTokens } = order;
    session = createSession({ binding, llama, model, context, contextTokens, batchTokens, prefix, threads });
    const { repo, release } = llama.llamaCppRelease;
    const system = `${llama.systemInfo.trim()} GPU : ${llama.gpu === false ? "none" : llama.gpu}`;
    send({ type: "loaded", contextTokens, engine: `${repo} ${release}`, system, loadMs: performance.now() - start });
  } catch (error) {
    const words = [error instanceof Error ? error.message : String(error), ...errors.slice(-3)].join(" | ");
    send({ type: "failed", error: { code: stage, message: words } });
  }
}

function keepErrors(level: string, message: string): void {
  if (level !== "error" && level !== "fatal" && level !== "warn") return;
  if (level !== "warn") errors.push(message.trim());
  send({ type: "log", level: level === "warn" ? "debug" : "warn", message: message.trim() });
}

function count(order: Extract<ToChild, { type: "count" }>): void {
  try {
    send({ type: "counted", id: order.id, tokens: session?.count(order.messages, order.tools) ?? 0 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ type: "refused", id: order.id, error: { code: "E_INPUT", message } });
  }
}
