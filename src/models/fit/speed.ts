import type { CatalogueModel } from "../catalogue/index.ts";
import { hardwareFacts, speedFacts } from "./data.ts";
import { cacheOf, CACHE_SHARE, leastOf, mostOnCards, type CacheType } from "./memory.ts";
import type { FitMachine, Speed } from "./types.ts";

/** Below this share of active weights a model is a mixture of experts; what is merely looked up (Gemma E4B) lies above. */
const SPARSE = 0.45;
/** Reading a prompt is predicted less well than decoding. */
const PREFILL_SPREAD = 0.4;
/** Tokens of context at which decoding is predicted: a short conversation. */
const DEPTH = 512;
/** About the window of sliding attention: how much of the fixed cache a shallow context fills. */
const WINDOW = 1024;

export interface Placement {
  weightsBytes: number;
  contextTokens: number;
  cache: CacheType;
  runsOn: "gpu" | "cpu" | "both" | "nowhere";
}

const isSparse = (model: CatalogueModel): boolean => model.parametersActive < SPARSE * model.parametersTotal;

/** Share of the weights that an engine puts onto the cards: what their memory holds beside buffers and cache. */
function shareOnCards(model: CatalogueModel, machine: FitMachine, place: Placement): number {
  if (place.runsOn === "gpu") return 1;
  if (place.runsOn !== "both") return 0;
  const beside = leastOf(model, { ...place, where: "gpu" }) - place.weightsBytes;
  return Math.min(1, Math.max(0, (mostOnCards(machine) - beside) / place.weightsBytes));
}

/**
 * Seconds per token of decoding one stream: t = t0 + m * (active weights + cache read) / (e * bandwidth), the weights
 * spread over the cards by their memory and, where they do not fit, over main memory. m = 1.4 for mixtures of experts.
 */
export function decodeSeconds(
  model: CatalogueModel,
  machine: FitMachine,
  place: Placement,
  depth: number = DEPTH,
): number {
  const { moe_factor: moeFactor } = hardwareFacts().model.defaults;
  const active = (place.weightsBytes * model.parametersActive) / model.parametersTotal;
  const { perToken, fixed } = cacheOf(model);
  const read = (perToken * depth + fixed * Math.min(1, depth / WINDOW)) * CACHE_SHARE[place.cache];
  const bytes = (active + read) * (isSparse(model) ? moeFactor : 1);
  const onCards = shareOnCards(model, machine, place);
  const { devices } = machine;
  const room = devices.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const cards = devices.reduce((sum, { memoryBytes, efficiency, bytesPerSecond }) => {
    return sum + (bytes * onCards * (memoryBytes / room)) / (efficiency * bytesPerSecond);
  }, 0);
  const rest = (bytes * (1 - onCards)) / cpuBandwidth(machine);
  const fixedOfCards = onCards > 0 ? Math.max(...devices.map(({ fixedSeconds }) => fixedSeconds)) : 0;
  const fixedOfCpu = onCards > 0 ? 0 : hardwareFacts().model.defaults.cpu_ram.fixed_ms / 1000;
  return fixedOfCards + fixedOfCpu + cards + rest;
}

/** Bytes per second that the processor's cores read together; few cores cannot use all of the memory. */
export function cpuBandwidth({ memory, cores, vector }: FitMachine): number {
  if (memory.basis === "measured") return memory.bytesPerSecond;
  const perCore = speedFacts().cpu.gbs_per_core[vector] * 1e9;
  return Math.min(memory.bytesPerSecond * memory.efficiency, perCore * Math.max(1, cores));
}

/**
 * Seconds per token of reading a prompt, which arithmetic bounds: 2 operations per active parameter and token, over what
 * the device reaches. An estimate: the rates stand in `speed.json` with the measurements that they come from.
 */
export function prefillSeconds(model: CatalogueModel, machine: FitMachine, place: Placement): number {
  const { moe_share: moeShare, cpu_gflops_per_core: perCore } = speedFacts().prefill;
  const operations = (2 * model.parametersActive) / (isSparse(model) ? moeShare : 1);
  const cpuFlops = perCore[machine.vector] * 1e9 * Math.max(1, machine.cores);
  const onCards = shareOnCards(model, machine, place);
  const slowest = Math.min(...machine.devices.map(({ prefillFlops }) => prefillFlops));
  const cards = onCards > 0 ? (operations * onCards) / slowest : 0;
  return cards + (operations * (1 - onCards)) / cpuFlops;
}

export function toDecode(seconds: number, spread: number): Speed {
  return toSpeed(1 / seconds, spread);
}

export function toPrefill(seconds: number): Speed {
  return toSpeed(1 / seconds, PREFILL_SPREAD);
}

function toSpeed(expected: number, spread: number): Speed {
  return { expected, low: expected * (1 - spread), high: expected * (1 + spread), basis: "predicted" };
}
