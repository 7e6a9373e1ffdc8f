import type { AskResult } from "../agent/index.ts";
import type { AppError } from "../core/index.ts";

const STOPPED: Partial<Record<AppError["code"], AskResult["stopped"]>> = {
  E_CANCELLED: "cancelled",
  E_BUDGET: "budget",
  E_REFUSED: "refused",
};

/** The result of a request that failed before the agent could begin. */
export function toFailedResult(error: AppError, model: string, wallMs: number): AskResult {
  const { code, message } = error;
  const hint = error.hint ?? "";
  return {
    ok: false,
    answer: hint === "" ? message : `${message} ${hint}`,
    value: null,
    evidence: [],
    changed: [],
    memories: [],
    skills: [],
    model,
    usage: { promptTokens: 0, completionTokens: 0, cachedTokens: 0, modelMs: 0, wallMs: Math.round(wallMs) },
    steps: 0,
    stopped: STOPPED[code] ?? "error",
    error: { code, message, hint },
  };
}
