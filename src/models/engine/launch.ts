import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LIMITS, type Clock, type Logger } from "../../core/index.ts";
import type { GgufHeader } from "../gguf/index.ts";
import { checkMemory, toGigabytes, toMemoryNeed } from "./memory.ts";
import { besideFile, startProcess, type EngineProcess } from "./process.ts";
import type { LoadOrder } from "./protocol.ts";
import { findMissingUnits, readProcessor } from "./processor.ts";

export interface BuiltinOptions {
  id: string;
  /** Folder of the installed engine pack; it holds `node_modules/node-llama-cpp`. */
  packDir: string;
  modelPath: string;
  name: string;
  /** SHA-256 of the weights where known. */
  digest: string | null;
  /** Default: the model's own, at most 8192. */
  contextTokens?: number;
  /** Default: the physical cores that can be used, but for one. */
  threads?: number;
  /** Bytes of memory that the model may take; default what the system has free at the time of loading. */
  memory?: number;
  /** ms without a request after which the memory is returned; null never. Default 10 minutes. */
  idleUnloadMs?: number | null;
  heartbeatMs?: number;
  /** Beats that may be missed; default 15, because busy machines starve the child for seconds. */
  missedBeats?: number;
  loadMs?: number;
  /** Default: only on Apple silicon, whose pack holds Metal. */
  gpu?: boolean;
  /**
   * false is the reproducible mode: every prompt is evaluated anew, one request after another, with a fixed number of
   * threads, so that the same request with the same seed gives the same bytes. Default true.
   */
  reusePrefix?: boolean;
  /** Requests that may be answered side by side; default 1, one after another. */
  parallel?: number;
  /** Folder where evaluated beginnings of prompts are kept for later processes; default none. */
  states?: { folder: string; maxBytes: number } | null;
  clock?: Clock;
  log: Logger;
}

/** Checks the memory, chooses threads and batches, starts the child and looks at what it was built for. */
export async function launch(options: BuiltinOptions, header: GgufHeader): Promise<EngineProcess> {
  const { log, name } = options;
  const need = toMemoryNeed(header, options.contextTokens);
  const free = options.memory ?? process.availableMemory();
  checkMemory(name, need, free);
  if (need.comfortableBytes > free) {
    const [wanted, left] = [toGigabytes(need.comfortableBytes), toGigabytes(free)];
    log.warn("Memory is short for this model; it may be slow.", { model: name, wantedGB: wanted, freeGB: left });
  }
  const processor = await readProcessor();
  const gpu = options.gpu ?? (process.platform === "darwin" && process.arch === "arm64");
  const heartbeatMs = options.heartbeatMs ?? LIMITS.heartbeatMs;
  const order: LoadOrder = {
    packDir: options.packDir,
    modelPath: options.modelPath,
    contextTokens: need.contextTokens,
    threads: options.threads ?? processor.threads,
    batchTokens: gpu ? 512 : toBatchTokens(header.fileBytes),
    gpu,
    mapFile: gpu,
    parallel: options.reusePrefix === false ? 1 : (options.parallel ?? 1),
    tokenBytes: need.tokenBytes,
    spareBytes: Math.max(0, (free - need.comfortableBytes) / 4),
    reusePrefix: options.reusePrefix ?? true,
    states: options.states ? { ...options.states, model: await nameWeights(options) } : null,
    heartbeatMs,
  };
  const times = { heartbeatMs, missedBeats: options.missedBeats ?? 15, loadMs: options.loadMs ?? LIMITS.engineLoadMs };
  const module = besideFile(fileURLToPath(import.meta.url), "child");
  const started = await startProcess({ module, order }, times, log);
  const missing = gpu ? [] : findMissingUnits(processor, started.loaded.system);
  if (missing.length > 0) {
    log.warn(
      `The model engine does not use ${missing.join(", ")} although this processor has it: answers will be many times slower than they could be.`,
      { engine: started.loaded.engine, pack: basename(options.packDir) },
    );
  }
  return started;
}

/** Without a digest a file is taken for the same one as long as nobody wrote to it. */
async function nameWeights({ digest, modelPath }: BuiltinOptions): Promise<string> {
  if (digest !== null) return digest;
  const { size, mtimeMs } = await stat(modelPath);
  return `${modelPath}:${size}:${mtimeMs}`;
}

/** Small enough that a cancelled prompt frees the processor soon; larger ones gained nothing when measured. */
export function toBatchTokens(fileBytes: number): number {
  if (fileBytes < 200e6) return 128;
  return fileBytes < 700e6 ? 64 : 32;
}
