import { toMemoryNeed } from "../engine/memory.ts";
import type { GgufHeader } from "../gguf/index.ts";
import type { Gpu } from "../hardware/index.ts";
import type { MemoryClaim } from "./types.ts";

/** The engine's process itself, and the buffers in which it computes up to 8 requests at once: 160 to 330 MB when measured. */
const PROCESS_BYTES = 350e6;
/** What was measured once may be a little more the next time, and more with 8 requests at once than with one (100 MB). */
const MARGIN = 1.03;
const MORE_REQUESTS_BYTES = 120e6;

/** Left to the system's own windows and to what llama.cpp needs beside weights and state. */
const GPU_SHARE = 0.95;

/** What the graphics cards have for models; what they share with the machine is counted as the machine's. */
export const toGpuBudget = (gpus: readonly Pick<Gpu, "memoryBytes" | "memoryFree" | "unified">[]): number =>
  gpus
    .filter(({ unified }) => !unified)
    .reduce((sum, { memoryBytes, memoryFree }) => sum + (memoryFree ?? memoryBytes) * GPU_SHARE, 0);

/** What a model takes of a graphics card when all of it goes there: weights and state. */
export function toGpuBytes(header: GgufHeader, contextTokens?: number): number {
  const need = toMemoryNeed(header, contextTokens);
  return header.fileBytes + need.contextTokens * need.tokenBytes;
}

/** What a model may take: as measured here before, else predicted from its header. */
export function toClaim(
  header: GgufHeader,
  contextTokens: number | undefined,
  measuredBytes: number | null,
): MemoryClaim {
  if (measuredBytes !== null) {
    const bytes = Math.round(measuredBytes * MARGIN + MORE_REQUESTS_BYTES);
    return { bytes, leastBytes: bytes };
  }
  const need = toMemoryNeed(header, contextTokens);
  return { bytes: need.comfortableBytes + PROCESS_BYTES, leastBytes: need.leastBytes + PROCESS_BYTES };
}
