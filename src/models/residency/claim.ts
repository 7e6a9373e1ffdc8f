import { toMemoryNeed } from "../engine/memory.ts";
import type { GgufHeader } from "../gguf/index.ts";
import type { MemoryClaim } from "./types.ts";

/** The engine's process itself, and the buffers that it computes in: 140 to 230 MB when measured (Linux x64). */
const PROCESS_BYTES = 200e6;
/** What was measured once may be a little more the next time. */
const MARGIN = 1.03;

/** What a model may take: as measured here before, else predicted from its header. */
export function toClaim(
  header: GgufHeader,
  contextTokens: number | undefined,
  measuredBytes: number | null,
): MemoryClaim {
  if (measuredBytes !== null) {
    const bytes = Math.round(measuredBytes * MARGIN);
    return { bytes, leastBytes: bytes };
  }
  const need = toMemoryNeed(header, contextTokens);
  return { bytes: need.comfortableBytes + PROCESS_BYTES, leastBytes: need.leastBytes + PROCESS_BYTES };
}
