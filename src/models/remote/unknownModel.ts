import { AppError } from "../../core/index.ts";
import type { ServedModel } from "./types.ts";

const MOST_NAMES = 8;

/** The model among those that a server lists; null where it lists none. Throws E_MODEL_UNKNOWN that names some. */
export function toKnownModel(model: string, listed: readonly ServedModel[], server: string): ServedModel | null {
  const known = listed.find(({ id }) => id === model);
  if (known !== undefined || listed.length === 0) return known ?? null;
  const names = listed.slice(0, MOST_NAMES).map(({ id }) => `${server}/${id}`);
  throw new AppError("E_MODEL_UNKNOWN", `The engine ${server} has no model ${model}.`, {
    hint: `It has: ${names.join(", ")}${listed.length > MOST_NAMES ? " …" : ""}`,
    data: { models: listed.map(({ id }) => id).slice(0, 100) },
  });
}
