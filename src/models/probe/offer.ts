import type { ModelInfo } from "../engine/types.ts";
import { NATIVE_TOOLS_FROM } from "../generate/index.ts";
import type { ModelAbility } from "../types.ts";
import type { ModelDepth } from "./types.ts";

/**
 * What is left of what an engine says of a model once it was measured: sight that failed is gone, its own way of calling
 * tools where it is not trusted with it, and of the window what lies beyond the depth at which a number was no longer found.
 */
export function offer(
  info: Pick<ModelInfo, "contextTokens" | "features">,
  ability: Pick<ModelAbility, "tools"> | null,
  depth: Pick<ModelDepth, "vision" | "checkedTokens" | "foundTokens"> | null,
): Pick<ModelInfo, "contextTokens" | "features"> {
  const failed = [
    ...(depth?.vision === false ? ["vision"] : []),
    ...((ability?.tools ?? 1) < NATIVE_TOOLS_FROM ? ["tools"] : []),
  ];
  const features = info.features?.filter((feature) => !failed.includes(feature)) ?? null;
  const isShort = depth !== null && depth.foundTokens > 0 && depth.foundTokens < depth.checkedTokens;
  return { features, contextTokens: isShort ? Math.min(info.contextTokens, depth.foundTokens) : info.contextTokens };
}
