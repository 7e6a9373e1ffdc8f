import type { MemoryClaim } from "../../../src/models/residency/index.ts";

export interface RecordedSize extends MemoryClaim {
  id: string;
  /** Resident bytes of the engine's child after an answer. */
  measured: number;
}

/**
 * Built-in engine on Linux x64, processor alone, 2 threads, contexts of 2,048 tokens with one request and of 8,192 with eight at
 * once; claims as `toClaim` makes them. Measured 2026-11-26.
 */
export const RECORDED: readonly RecordedSize[] = [
  { id: "smollm2-135m@2k", leastBytes: 525_057_082, bytes: 584_074_541, measured: 397_373_440 },
  { id: "smollm2-135m@8k", leastBytes: 666_614_842, bytes: 725_632_301, measured: 642_056_192 },
  { id: "qwen2.5-coder-0.5b@2k", leastBytes: 1_013_985_907, bytes: 1_308_825_946, measured: 854_126_592 },
  { id: "qwen2.5-coder-0.5b@8k", leastBytes: 1_089_483_379, bytes: 1_384_323_418, measured: 983_490_560 },
  { id: "qwen2.5-coder-1.5b@2k", leastBytes: 1_861_237_254, bytes: 2_531_629_715, measured: 1_561_530_368 },
  { id: "qwen2.5-coder-1.5b@8k", leastBytes: 2_037_398_022, bytes: 2_707_790_483, measured: 1_820_778_496 },
];
