import { AppError, type Steps } from "../../core/index.ts";
import { OPERATIONS } from "./operations.ts";
import { planStepSchema, type DraftStep, type PlanContext, type PlanStep, type Val } from "./types.ts";

/** Gives the steps their ids and resolves "@-1" to them. Throws E_PLAN_INVALID for an unknown operation or bad arguments. */
export function toPlanSteps(drafts: DraftStep[], firstId: number): PlanStep[] {
  return drafts.map((draft, at) => {
    const operation = OPERATIONS[draft.op];
    if (!operation) throw new AppError("E_PLAN_INVALID", `The plan language has no operation "${draft.op}".`);
    const resolved = resolve(draft.args, firstId + at) as Record<string, unknown>;
    const checked = operation.args.safeParse(resolved);
    if (!checked.success) {
      const fault = checked.error.issues[0];
      throw new AppError("E_PLAN_INVALID", `${draft.op}: ${fault?.path.join(".") ?? ""} ${fault?.message ?? ""}`, {
        cause: checked.error,
      });
    }
    return planStepSchema.parse({ id: `$${firstId + at}`, op: draft.op, why: draft.why, args: resolved });
  });
}

function resolve(value: unknown, id: number): unknown {
  if (typeof value === "string") {
    const match = /^@-(\d+)$/u.exec(value);
    return match ? `$${id - Number(match[1])}` : value;
  }
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, id));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry, id)]));
  }
  return value;
}

export interface ExecuteHooks {
  started(step: PlanStep): Promise<void>;
  ended(step: PlanStep, val: Val): Promise<void>;
}

/**
 * Runs steps in order, each once: a step that a crashed run completed is not run again, its stored result is used. The
 * results are kept in `results` by id, where `ctx.get` finds them.
 */
export async function executeSteps(
  steps: PlanStep[],
  ctx: PlanContext,
  results: Map<string, Val>,
  durable: Steps,
  hooks: ExecuteHooks,
): Promise<void> {
  for (const step of steps) {
    ctx.signal.throwIfAborted();
    const operation = OPERATIONS[step.op];
    if (!operation) throw new AppError("E_PLAN_INVALID", `The plan language has no operation "${step.op}".`);
    await hooks.started(step);
    if (operation.effect === "write") {
      await ctx.boundary.permit({ tool: step.op, effect: "write", input: step.args, describe: step.why });
    }
    const val = await durable.step(`${step.id} ${step.op}`, () => operation.run(operation.args.parse(step.args), ctx));
    results.set(step.id, val);
    await hooks.ended(step, val);
  }
}
