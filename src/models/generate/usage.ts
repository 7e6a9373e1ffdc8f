import type { EngineUsage } from "../engine/types.ts";

/** Counts one answer's use into a sum. */
export function addUsage(total: EngineUsage, used: EngineUsage): void {
  total.promptTokens += used.promptTokens;
  total.completionTokens += used.completionTokens;
  total.cachedTokens += used.cachedTokens;
  total.promptMs += used.promptMs;
  total.completionMs += used.completionMs;
}
