import { createHash, randomInt } from "node:crypto";
import { flushCompileCache } from "node:module";
import { performance } from "node:perf_hooks";
import { loadBinding, type Llama, type LlamaContext, type LlamaModel } from "./binding.ts";
import { answerAsChild } from "./answeringChild.ts";
import { send } from "./childLife.ts";
import { createStoredPrefix, memoryPrefix, noPrefix, type PrefixCache } from "./prefix.ts";
import type { LoadOrder, Refusal } from "./protocol.ts";
import { createSession, type Session } from "./session.ts";
import { createStateStore } from "./states/index.ts";
import { createThreadGovernor, fixedThreads, type ThreadGovernor } from "./threads.ts";

/* The built-in engine's child process: the only place that loads the native addon. */

/** Of the reproducible mode. */
const FIXED_SEED = 1;

let session: Session | null = null;
const errors: string[] = [];

process.umask(0o077); // what is kept of conversations is for their owner alone
answerAsChild<LoadOrder>({
  load: (order) => load(order, beat(order)),
  session: () => session,
  close: async () => {
    await session?.close();
    process.exit(0);
  },
});

/** With what the model takes for certain: memory for requests side by side is given back. */
function sendBeat(): void {
  send({ type: "beat", residentBytes: process.memoryUsage.rss() - (session?.spareBytesUsed ?? 0) });
}

/** Beats, and keeps an eye on how busy the machine is, so that the first answer starts with the right threads. */
function beat(order: LoadOrder): ThreadGovernor {
  const threads = order.reusePrefix ? createThreadGovernor(order.threads) : fixedThreads(order.threads);
  setInterval(() => {
    sendBeat();
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
    const createContext = (sequences: number, window: number): Promise<LlamaContext> =>
      model.createContext({
        contextSize: window,
        sequences,
        threads: order.threads,
        batchSize: order.batchTokens + sequences - 1,
        ignoreMemorySafetyChecks: true,
      });
    const context = await createContext(1, order.contextTokens);
    const contextTokens = Math.min(order.contextTokens, context.contextSize);
    const prefix = await toPrefix(order, llama, model);
    const spareBytes = (): number => Math.min(order.spareBytes, process.availableMemory() / 2);
    const seed = (): number => (order.reusePrefix ? randomInt(2 ** 31) : FIXED_SEED);
    const { batchTokens, parallel, tokenBytes } = order;
    const sizes = { contextTokens, batchTokens, parallel, tokenBytes, spareBytes };
    session = createSession({ binding, llama, model, context, ...sizes, createContext, prefix, threads, seed, warn });
    const { repo, release } = llama.llamaCppRelease;
    const system = `${llama.systemInfo.trim()} GPU : ${llama.gpu === false ? "none" : llama.gpu}`;
    sendBeat(); // who asks what the loaded model takes need not wait for the next one
    send({ type: "loaded", contextTokens, engine: `${repo} ${release}`, system, loadMs: performance.now() - start });
    flushCompileCache(); // this process is often ended without notice
  } catch (error) {
    const words = [error instanceof Error ? error.message : String(error), ...errors.slice(-3)].join(" | ");
    send({ type: "failed", error: { code: stage, message: words } });
  }
}

/** A state depends on the weights, the form of the cache and the build that wrote it, and the template made its tokens. */
async function toPrefix(order: LoadOrder, llama: Llama, model: LlamaModel): Promise<PrefixCache> {
  if (!order.reusePrefix) return noPrefix;
  if (order.states === null) return memoryPrefix;
  const { folder, model: weights, maxBytes } = order.states;
  const { repo, release } = llama.llamaCppRelease;
  const template = model.fileInfo.metadata.tokenizer?.chat_template ?? "";
  const parts = [weights, template, repo, release, process.arch, String(llama.gpu), "f16"];
  const name = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  return createStoredPrefix(await createStateStore({ folder, model: name, maxBytes, warn }));
}

const warn = (message: string): void => send({ type: "log", level: "warn", message });

function keepErrors(level: string, message: string): void {
  if (level !== "error" && level !== "fatal" && level !== "warn") return;
  if (level !== "warn") errors.push(message.trim());
  send({ type: "log", level: level === "warn" ? "debug" : "warn", message: message.trim() });
}
