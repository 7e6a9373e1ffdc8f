import type { MemoryClaim } from "../../../src/models/residency/index.ts";

export interface RecordedSize extends MemoryClaim {
  id: string;
  /** Resident bytes of the engine's child after an answer. */
  measured: number;
}

/**
 * Built-in engine on Linux x64, processor alone, 2 threads, contexts of 2,048 and 8,192 tokens; claims as `toClaim` makes
 * them. Measured 2026-11-26.
 */
export const RECORDED: readonly RecordedSize[] = [
  { id: "smollm2-135m@2k", leastBytes: 375_057_082, bytes: 434_074_541, measured: 397_373_440 },
  { id: "smollm2-135m@8k", leastBytes: 516_614_842, bytes: 575_632_301, measured: 539_832_320 },
  { id: "qwen2.5-coder-0.5b@2k", leastBytes: 863_985_907, bytes: 1_158_825_946, measured: 854_126_592 },
  { id: "qwen2.5-coder-0.5b@8k", leastBytes: 939_483_379, bytes: 1_234_323_418, measured: 967_000_064 },
  { id: "qwen2.5-coder-1.5b@2k", leastBytes: 1_711_237_254, bytes: 2_381_629_715, measured: 1_561_530_368 },
  { id: "qwen2.5-coder-1.5b@8k", leastBytes: 1_887_398_022, bytes: 2_557_790_483, measured: 1_740_808_192 },
];
