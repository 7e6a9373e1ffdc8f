import type { ModelInfo } from "../engine/types.ts";
import type { ModelAbility } from "../types.ts";
import type { ModelDepth } from "./types.ts";

/** A model that never calls has the case right that needs no call. */
const CALLS_FROM = 0.5;

/**
 * What is left of what an engine says of a model once it was measured: sight that failed is gone, tools where it called
 * hardly one rightly, and of the window what lies beyond the depth at which a number was no longer found.
 */
export function offer(
  info: Pick<ModelInfo, "contextTokens" | "features">,
  ability: Pick<ModelAbility, "tools"> | null,
  depth: Pick<ModelDepth, "vision" | "checkedTokens" | "foundTokens"> | null,
): Pick<ModelInfo, "contextTokens" | "features"> {
  const failed = [
    ...(depth?.vision === false ? ["vision"] : []),
    ...((ability?.tools ?? 1) < CALLS_FROM ? ["tools"] : []),
  ];
  const features = info.features?.filter((feature) => !failed.includes(feature)) ?? null;
  const isShort = depth !== null && depth.foundTokens > 0 && depth.foundTokens < depth.checkedTokens;
  return { features, contextTokens: isShort ? Math.min(info.contextTokens, depth.foundTokens) : info.contextTokens };
}
