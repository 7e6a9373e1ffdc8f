import type { ModelFitInfo } from "../../lib/wire.ts";

export type Column = "name" | "verdict" | "speed" | "need" | "size" | "context";

export interface Sorting {
  column: Column;
  isUp: boolean;
}

const VERDICTS: readonly ModelFitInfo["verdict"][] = ["great", "fits", "tight", "partial", "no"];

const KEYS: Record<Column, (model: ModelFitInfo) => number | string> = {
  name: ({ name }) => name.toLowerCase(),
  verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
  speed: ({ decode }) => decode?.expected ?? -1,
  need: ({ needBytes }) => needBytes,
  size: ({ weightsBytes }) => weightsBytes,
  context: ({ contextTokens }) => contextTokens,
};

/** What is equal keeps the order in which the gateway ranked it. */
export function sortBy(models: readonly ModelFitInfo[], { column, isUp }: Sorting): ModelFitInfo[] {
  const key = KEYS[column];
  const sign = isUp ? 1 : -1;
  return models.toSorted((one, other) => {
    const [a, b] = [key(one), key(other)];
    return a === b ? 0 : a < b ? -sign : sign;
  });
}
