import type { Role } from "./data.ts";

export type VectorUnits = "amx" | "avx512" | "avx2" | "neon" | "none";

/** One card, or the graphics unit of a machine whose memory is shared. */
export interface Device {
  name: string;
  /** Its id in `hardware.json`; null when the table lacks it. */
  accelerator: string | null;
  kind: "vram" | "unified";
  /** Bytes that models may take before the reserve; of unified memory the lent share. */
  memoryBytes: number;
  /** What of it is free now; null where nobody says, or for a described machine. */
  freeBytes: number | null;
  /** Bandwidth of its memory, theoretical peak. */
  bytesPerSecond: number;
  /** Share of the bandwidth that decoding reaches, and seconds per token that do not depend on the weights. */
  efficiency: number;
  fixedSeconds: number;
  /** `device`: fitted to measurements of this device; `class`: its bandwidth is known, the rest is of its class; `guess`. */
  basis: "device" | "class" | "guess";
  /** Floating-point operations per second that reading a prompt reaches; an estimate. */
  prefillFlops: number;
}

export interface MainMemory {
  totalBytes: number;
  freeBytes: number | null;
  bytesPerSecond: number;
  efficiency: number;
  /** Where the bandwidth is from: a table by name, a measurement on this machine, or a cautious default. */
  basis: "table" | "measured" | "assumed";
  /** `DDR5-5600 dual channel`; null for a measured one. */
  name: string | null;
}

/** How a description was filled up; the words are made where the language is known. */
export interface Assumption {
  code: "memory-size" | "memory-speed" | "product" | "cores" | "card-speed" | "laptop-card" | "driver" | "ignored";
  /** What was assumed: a name or an amount in bytes. */
  value: string | number;
}

/** All that predictions need of a machine: one that was looked at, or one that a person described. */
export interface FitMachine {
  /** The person's words; null for this machine. */
  described: string | null;
  devices: Device[];
  memory: MainMemory;
  cores: number;
  vector: VectorUnits;
  assumptions: Assumption[];
}

export type Verdict = "great" | "fits" | "tight" | "partial" | "no";

/** Tokens per second. */
export interface Speed {
  expected: number;
  low: number;
  high: number;
  basis: "predicted" | "measured";
}

export interface FitOptions {
  /** Tokens of context; default: the model's own, at most 8,192. */
  contextTokens?: number | undefined;
  /** Key of the model's `sizes`; default `Q4_K_M`. */
  quantisation?: string | undefined;
  /** Width of the cache's numbers. Default f16. */
  cache?: "f16" | "q8_0" | "q4_0";
}

/** How one model does on one machine. Bytes; tokens. */
export interface ModelFit {
  id: string;
  name: string;
  group: string;
  quantisation: string;
  weightsBytes: number;
  licence: string;
  goodFor: string;
  capabilities: string[];
  /** Width of the cache's numbers. */
  cache: "f16" | "q8_0" | "q4_0";
  /** What was asked for, and the model's own limit. */
  contextTokens: number;
  modelContextTokens: number;
  /** Most tokens that fit with everything else; 0: not even a small one. */
  largestContext: number;
  needBytes: number;
  /** What the machine can give there where the model would run. */
  budgetBytes: number;
  runsOn: "gpu" | "cpu" | "both" | "nowhere";
  verdict: Verdict;
  /** It also fits into what is free now; null for a described machine. */
  fitsNow: boolean | null;
  /** Null where it cannot run. */
  decode: Speed | null;
  prefill: Speed | null;
  /** The cache's size is an estimate: no source gives the model's attention. */
  cacheEstimated: boolean;
  unverified: string[];
}

export interface PlannedModel {
  id: string;
  name: string;
  roles: Role[];
  /** Stays loaded; the others are loaded when they are needed. */
  resident: boolean;
  /** Too large beside the always-on model: that one is unloaded meanwhile. */
  alone: boolean;
  fit: ModelFit;
}

export interface FitPlan {
  models: PlannedModel[];
  /** Roles for which nothing fits. */
  without: Role[];
  /** Roles that the always-on model takes over, since nothing better fits beside it. */
  shared: Role[];
  /** False where there are none, or where they are too small to plan for. */
  usesCards: boolean;
  budgetBytes: number;
  /** Always loaded together. */
  residentBytes: number;
  /** Most that is loaded at once. */
  peakBytes: number;
  /** Of all weights. */
  diskBytes: number;
}
