import { fileURLToPath } from "node:url";
import { LIMITS } from "../../core/index.ts";
import { createChildEngine, type ChildEngine } from "../engine/childEngine.ts";
import { toBatchTokens } from "../engine/launch.ts";
import { checkMemory, toMemoryNeed } from "../engine/memory.ts";
import { besideFile, startProcess, type EngineProcess } from "../engine/process.ts";
import { findMissingUnits, readProcessor } from "../engine/processor.ts";
import type { GgufHeader } from "../gguf/index.ts";
import { GPU_ENVIRONMENT } from "./program.ts";
import type { LlamaServerOptions, ServerOrder } from "./types.ts";

const MODULE = besideFile(fileURLToPath(import.meta.url), "child");

/** One llama-server for one model, as a child of ours (contract: `engine/types.ts`, life: `engine/childEngine.ts`). */
export function createLlamaServerEngine(options: LlamaServerOptions): ChildEngine {
  return createChildEngine({ ...options, launch: (header) => launch(options, header) });
}

async function launch(options: LlamaServerOptions, header: GgufHeader): Promise<EngineProcess> {
  const { log, name, gpu = "auto", program } = options;
  const need = toMemoryNeed(header, options.contextTokens);
  if (gpu === "none") checkMemory(name, need, options.memory ?? process.availableMemory());
  const processor = await readProcessor();
  const heartbeatMs = options.heartbeatMs ?? LIMITS.heartbeatMs;
  const order: ServerOrder = {
    program,
    modelPath: options.modelPath,
    projectorPath: options.projectorPath ?? null,
    template: header.chatTemplate,
    contextTokens: need.contextTokens,
    threads: options.threads ?? processor.threads,
    batchTokens: gpu === "none" ? toBatchTokens(header.fileBytes) : 512,
    gpu,
    reusePrefix: options.reusePrefix ?? true,
    heartbeatMs,
  };
  const times = { heartbeatMs, missedBeats: options.missedBeats ?? 15, loadMs: options.loadMs ?? LIMITS.engineLoadMs };
  const started = await startProcess(
    { module: MODULE, order, environment: GPU_ENVIRONMENT, network: program.hasUnixSocket ? "nothing" : "loopback" },
    times,
    log,
  );
  const { system, engine } = started.loaded;
  const missing = gpu === "none" && system !== "" ? findMissingUnits(processor, system) : [];
  if (missing.length > 0) {
    log.warn(
      `The model engine does not use ${missing.join(", ")} although this processor has it: answers will be many times slower than they could be.`,
      { engine, path: program.path },
    );
  }
  return started;
}
