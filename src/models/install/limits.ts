import { LIMITS } from "../../core/index.ts";
import type { PullLimits } from "./types.ts";

export const PULL_LIMITS: PullLimits = {
  probeMs: LIMITS.sourceProbeMs,
  stallMs: 30_000,
  retryMs: 500,
  tries: 4,
  checkpointBytes: 32 * 1024 * 1024,
  connections: 4,
  rangeBytes: 8 * 1024 * 1024,
  parallelFromBytes: 64 * 1024 * 1024,
};
