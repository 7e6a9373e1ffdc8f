import { AppError } from "../../core/index.ts";
import type { Task } from "../types.ts";

/** Answer tokens without a wish of the caller; enough for what the task usually needs. */
export const DEFAULT_TOKENS: Record<Task, number> = {
  chat: 1024,
  write: 1024,
  classify: 128,
  extract: 768,
  reason: 1536,
  code: 1536,
  judge: 256,
  vision: 512,
  embed: 1,
  rerank: 1,
};

/** An answer shorter than this is not worth starting. */
export const LEAST_TOKENS = 32;

/**
 * Runs with a default number of answer tokens and, when prompt and answer together do not fit the context, once more
 * with what is left of it. Only the default shrinks, never the prompt and never the caller's own number.
 */
export async function fitTokens<T>(wanted: number, run: (maxTokens: number) => Promise<T>): Promise<T> {
  try {
    return await run(wanted);
  } catch (error) {
    const left = toTokensLeft(error);
    if (left === null || left < LEAST_TOKENS || left >= wanted) throw error;
    return run(left);
  }
}

/** What the prompt leaves of the context; null for another error. */
export function toTokensLeft(error: unknown): number | null {
  if (!(error instanceof AppError) || error.code !== "E_PROMPT_TOO_LONG") return null;
  const { contextTokens, promptTokens } = error.data ?? {};
  return typeof contextTokens === "number" && typeof promptTokens === "number" ? contextTokens - promptTokens : null;
}
