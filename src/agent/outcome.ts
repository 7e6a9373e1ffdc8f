import type { AppError } from "../core/index.ts";
import type { BudgetUse } from "./budget.ts";
import { sayLeft } from "./plan/left.ts";
import { toAnswer, toJson } from "./plan/result.ts";
import type { PlanRunResult } from "./plan/run.ts";
import type { Evidence, Val } from "./plan/types.ts";
import type { AskResult } from "./types.ts";
import type { Workspace } from "./workspace/index.ts";

/** The result of a run that came to its end. The value is the last one that a clause found. */
export async function finishedResult(
  run: PlanRunResult,
  workspace: Workspace,
  model: string,
  use: BudgetUse,
  wallMs: number,
): Promise<AskResult> {
  const informative = run.outcomes.filter(({ val }) => val.type !== "done");
  const last: Val | undefined = informative.at(-1)?.val;
  const answers = run.outcomes.map(({ val }) => toAnswer(val, run.request)).filter((answer) => answer !== "");
  return {
    ...base(model, use, wallMs, run.plan.steps.length),
    ok: true,
    answer: [...answers, ...(run.left.length > 0 ? [sayLeft(run.left, run.request.lang)] : [])].join("\n"),
    value: last ? toJson(last, run.request) : null,
    evidence: uniqueEvidence(run.outcomes.flatMap(({ val }) => val.evidence)),
    changed: (await workspace.changes()).map(({ path, kind }) => ({ path, kind })),
    memories: run.memories,
    skills: run.skills,
    stopped: "done",
    error: null,
    ...(run.left.length > 0 ? { left: run.left.map(({ clause }) => clause.text) } : {}),
  };
}

/** The honest report of a run that did not: what failed, what was changed all the same, what to do next. */
export async function failedResult(
  error: AppError,
  workspace: Workspace | null,
  model: string,
  use: BudgetUse,
  wallMs: number,
): Promise<AskResult> {
  const changed = workspace ? (await workspace.changes()).map(({ path, kind }) => ({ path, kind })) : [];
  const hint = error.hint ?? "";
  return {
    ...base(model, use, wallMs, use.planSteps),
    ok: false,
    answer: `${error.message}${hint ? ` ${hint}` : ""}`,
    value: null,
    evidence: [],
    changed,
    memories: [],
    skills: [],
    stopped: stoppedBy(error),
    error: { code: error.code, message: error.message, hint },
  };
}

function stoppedBy(error: AppError): AskResult["stopped"] {
  if (error.code === "E_CANCELLED") return "cancelled";
  if (error.code === "E_BUDGET") return "budget";
  return error.code === "E_REFUSED" || error.code === "E_NOT_UNDERSTOOD" ? "refused" : "error";
}

function base(model: string, use: BudgetUse, wallMs: number, planSteps: number) {
  const { promptTokens, completionTokens, cachedTokens } = use;
  return {
    model,
    usage: {
      promptTokens,
      completionTokens,
      cachedTokens,
      modelMs: Math.round(use.modelMs),
      wallMs: Math.round(wallMs),
    },
    steps: planSteps + use.calls,
  };
}

function uniqueEvidence(evidence: Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ path, quote }) => {
    const key = `${path}\n${quote}`;
    if (path === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
