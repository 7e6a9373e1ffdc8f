import { AppError } from "../../core/index.ts";
import type { GgufHeader } from "../gguf/index.ts";

/** Without a wish the context is the model's own, at most this: its memory grows with every token. */
const DEFAULT_CONTEXT = 8192;

export interface MemoryNeed {
  contextTokens: number;
  /** State of one token. */
  tokenBytes: number;
  /** Least that works: 1.3 times the file and the state of a full context. */
  leastBytes: number;
  /** With a second, rearranged copy of the weights, as measured on CPUs with vector units: 1.9 times the file. */
  comfortableBytes: number;
}

/** Bytes of memory that a model with a context of this size takes. */
export function toMemoryNeed(header: GgufHeader, wish: number | undefined): MemoryNeed {
  const trained = toNumber(header, "context_length") ?? DEFAULT_CONTEXT;
  const contextTokens = Math.min(trained, wish ?? DEFAULT_CONTEXT);
  const tokenBytes = toStateBytes(header);
  const state = contextTokens * tokenBytes;
  return {
    contextTokens,
    tokenBytes,
    leastBytes: Math.round(header.fileBytes * 1.3 + state),
    comfortableBytes: Math.round(header.fileBytes * 1.9 + state),
  };
}

/** Key and value in 16-bit floats for one token over all layers; ignores sliding windows, so it is an upper bound. */
function toStateBytes(header: GgufHeader): number {
  const layers = toNumber(header, "block_count") ?? 0;
  const heads = toNumber(header, "attention.head_count") ?? 1;
  const width = (toNumber(header, "embedding_length") ?? 0) / Math.max(1, heads);
  const perHead =
    (toNumber(header, "attention.key_length") ?? width) + (toNumber(header, "attention.value_length") ?? width);
  const groups = header.metadata.get(`${header.architecture}.attention.head_count_kv`) ?? heads;
  const headsOfAllLayers = Array.isArray(groups)
    ? groups.reduce((sum, next) => sum + next, 0)
    : layers * Number(groups);
  return headsOfAllLayers * perHead * 2;
}

/** Throws E_MODEL_TOO_LARGE with the figures when the model cannot fit into `freeBytes`. */
export function checkMemory(name: string, need: MemoryNeed, freeBytes: number): void {
  if (need.leastBytes <= freeBytes) return;
  const least = toGigabytes(need.leastBytes);
  throw new AppError(
    "E_MODEL_TOO_LARGE",
    `${name} needs about ${least} GB of memory with a context of ${need.contextTokens} tokens; ${toGigabytes(freeBytes)} GB are free.`,
    {
      hint: "Close other programs, choose a smaller model, or a smaller context.",
      data: { neededBytes: need.leastBytes, freeBytes, contextTokens: need.contextTokens },
    },
  );
}

export const toGigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);

function toNumber(header: GgufHeader, key: string): number | undefined {
  const value = header.metadata.get(`${header.architecture}.${key}`);
  return Array.isArray(value) ? Math.max(...value) : typeof value === "number" ? value : undefined;
}
