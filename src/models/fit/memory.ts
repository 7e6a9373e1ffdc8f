import { AppError } from "../../core/index.ts";
import type { CatalogueModel } from "../catalogue/index.ts";
import type { FitMachine } from "./types.ts";

/** Bytes that a context takes, relative to 16-bit floats. Source: block sizes of llama.cpp's q8_0 and q4_0. */
export const CACHE_SHARE = { f16: 1, q8_0: 0.53, q4_0: 0.28 } as const;

const GIB = 1024 ** 3;
const OVERHEAD = 0.8e9;
/** An encoder keeps no cache and small buffers. */
const ENCODER_OVERHEAD = 0.1e9;
const OVERHEAD_SHARE = 0.05;
const CPU_LEAST = 0.3;
const CPU_MOST = 0.9;
/** Projectors of vision models are 0.8 to 1.2 GB at 16 bits (Gemma 3, Qwen3-VL). */
const PROJECTOR = 0.9e9;
/** Bytes per token and square root of billions of parameters: what grouped attention takes, rounded up. */
const CACHE_GUESS = 50_000;
/** Compute buffers of one sequence; llama.cpp prints 0.3 to 0.5 GB. */
const LEAST_BUFFERS = 0.4e9;
const CONTEXT_STEP = 256;

export const isEncoder = (model: CatalogueModel): boolean => model.capabilities.includes("embedding");

/** Bytes of the weights. Throws E_INPUT when the model is not known in this quantisation. */
export function weightsOf(model: CatalogueModel, quantisation: string): number {
  const bytes = model.sizes[quantisation];
  if (bytes !== undefined) return bytes;
  const known = Object.keys(model.sizes).join(", ");
  throw new AppError("E_INPUT", `${model.id} is not known in ${quantisation}.`, { hint: `Known are: ${known}.` });
}

/** Bytes of the cache per token, and its part that does not grow; `estimated` where no source gives the attention. */
export function cacheOf(model: CatalogueModel): { perToken: number; fixed: number; estimated: boolean } {
  if (isEncoder(model)) return { perToken: 0, fixed: 0, estimated: false };
  const { kvBytesPerToken, kvFixedBytes } = model;
  if (kvBytesPerToken !== null) return { perToken: kvBytesPerToken, fixed: kvFixedBytes ?? 0, estimated: false };
  const perToken = CACHE_GUESS * Math.sqrt(model.parametersTotal / 1e9);
  return { perToken, fixed: 0, estimated: true };
}

export type Where = "gpu" | "cpu";

/**
 * Bytes of a model besides weights and cache: compute buffers, and the projector of one that sees. On a processor, where
 * weights are kept a second time in another order, at least 30 % of them (the built-in engine asks for that much) and at
 * most 90 % (1.9 times the file is what small models were measured to take).
 */
function overheadOf(model: CatalogueModel, weightsBytes: number, where: Where): number {
  const projector = model.needsProjector ? PROJECTOR : 0;
  const base = (isEncoder(model) ? ENCODER_OVERHEAD : OVERHEAD) + OVERHEAD_SHARE * weightsBytes;
  if (where === "gpu") return base + projector;
  const most = Math.max(CPU_MOST * weightsBytes, ENCODER_OVERHEAD);
  return Math.max(Math.min(base, most), CPU_LEAST * weightsBytes) + projector;
}

export type CacheType = keyof typeof CACHE_SHARE;

export interface Load {
  weightsBytes: number;
  contextTokens: number;
  cache: CacheType;
  where: Where;
}

/** need = weights + overhead + cache(context): all bytes that the loaded model takes. */
export function needOf(model: CatalogueModel, { weightsBytes, contextTokens, cache, where }: Load): number {
  const { perToken, fixed } = cacheOf(model);
  const cacheBytes = fixed + contextTokens * perToken * CACHE_SHARE[cache];
  return weightsBytes + overheadOf(model, weightsBytes, where) + cacheBytes;
}

/**
 * The least with which an engine still loads a model whole onto cards: the weights, the cache and small buffers. What
 * llama.cpp's own fitting leaves free is 1 GiB a card; between this and `needOf` the fit is tight.
 */
export function leastOf(model: CatalogueModel, { weightsBytes, contextTokens, cache }: Load): number {
  const { perToken, fixed } = cacheOf(model);
  const projector = model.needsProjector ? PROJECTOR : 0;
  return weightsBytes + projector + LEAST_BUFFERS + fixed + contextTokens * perToken * CACHE_SHARE[cache];
}

/** Bytes on the cards of which an engine makes use when it must. */
export function mostOnCards({ devices }: FitMachine): number {
  return devices.reduce((sum, { kind, memoryBytes }) => {
    return sum + Math.max(0, memoryBytes - (kind === "vram" ? GIB : 0));
  }, 0);
}

/** The inverse: most tokens of context, whole steps of 256, that `bytes` beside all else hold; at most the model's own. */
export function contextIn(model: CatalogueModel, bytes: number, cache: CacheType): number {
  if (bytes < 0) return 0;
  const { perToken } = cacheOf(model);
  const tokens = perToken === 0 ? model.contextTokens : bytes / (perToken * CACHE_SHARE[cache]);
  return tokens >= model.contextTokens ? model.contextTokens : Math.floor(tokens / CONTEXT_STEP) * CONTEXT_STEP;
}

export interface Budgets {
  /** Of all cards together; 0 without any. */
  gpu: number;
  /** Of main memory, for what runs on the processor or does not fit on the cards. */
  ram: number;
}

/**
 * What models may take. A card keeps 1 GiB or 8 % for the screen and the driver; a shared memory lends its share; of
 * main memory 80 % (a system that swaps is slower than any prediction). Shared memory is not counted twice.
 */
export function budgetsOf({ devices, memory }: FitMachine): Budgets {
  const gpu = devices.reduce((sum, { kind, memoryBytes }) => {
    const reserve = kind === "vram" ? Math.max(GIB, memoryBytes * 0.08) : 0;
    return sum + Math.max(0, memoryBytes - reserve);
  }, 0);
  const isShared = devices.some(({ kind }) => kind === "unified");
  return { gpu, ram: isShared ? 0 : memory.totalBytes * 0.8 };
}

/** 80 % of what is free now, on the cards and in main memory; null where a machine does not say. */
export function freeBudgetsOf({ devices, memory }: FitMachine): Budgets | null {
  if (memory.freeBytes === null) return null;
  const free = devices.map(({ freeBytes, memoryBytes, kind }) => {
    return freeBytes ?? (kind === "unified" ? Math.min(memory.freeBytes ?? 0, memoryBytes) : memoryBytes);
  });
  const isShared = devices.some(({ kind }) => kind === "unified");
  return { gpu: free.reduce((sum, next) => sum + next, 0) * 0.8, ram: isShared ? 0 : memory.freeBytes * 0.8 };
}
