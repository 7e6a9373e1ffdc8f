import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createLlamaServerEngine, type LlamaServerOptions } from "../../../src/models/llama-server/index.ts";
import type { ChildEngine } from "../../../src/models/engine/childEngine.ts";
import { readProgram } from "../../../src/models/llama-server/program.ts";
import { need, recordLog, toContext } from "../engine/_setup.ts";

/** The real llama-server of the test home, with the smallest model, on the processor alone. */
export async function createServerSmol(options: Partial<LlamaServerOptions> = {}): Promise<ChildEngine> {
  return createLlamaServerEngine({
    id: "smol-server",
    program: await readProgram(need("KRALLE_TEST_LLAMA_SERVER"), "test", toContext()),
    modelPath: need("KRALLE_TEST_SMOL"),
    name: "SmolLM2-135M",
    digest: null,
    contextTokens: 2048,
    gpu: "none",
    log: recordLog().log,
    ...options,
  });
}

/** The processes that one has started, from Linux. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text
    .trim()
    .split(" ")
    .filter((part) => part !== "")
    .map(Number);
}

export async function waitUntilGone(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 25) {
    if (!isRunning(pid)) return true;
    await sleep(25);
  }
  return !isRunning(pid);
}

/** A process that has ended and that nobody has asked about yet counts as gone. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false; // no such process
  }
}
