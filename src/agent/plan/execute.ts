import { AppError, type Steps } from "../../core/index.ts";
import { joinLabels, NOTHING, readLabels, type Labels } from "../../guard/index.ts";
import { SKILL } from "../skills/index.ts";
import { OPERATIONS } from "./operations.ts";
import { planStepSchema, type DraftStep, type Operation, type PlanContext, type PlanStep, type Val } from "./types.ts";

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

/** Of what a step makes: of the results that it refers to, of its own words, and of the folder where it reads that. */
function labelsOfStep({ args }: PlanStep, { reads }: Operation, ctx: PlanContext): Labels {
  const refs = refsIn(args).map((ref) => ctx.get(ref));
  return joinLabels(
    ctx.boundary.provenance.ofValue(args, ctx.folder),
    ...refs.map((val) => readLabels(val.labels)),
    reads === "arguments" ? NOTHING : ctx.folder,
  );
}

/** Of what of the memory, and of which skills, went into a result. */
async function labelsUsed({ memories = [], skills = [] }: Val, ctx: PlanContext): Promise<Labels> {
  const told = await ctx.memory.labelsOf(memories);
  return skills.length === 0 ? told : joinLabels(told, SKILL);
}

function refsIn(value: unknown): string[] {
  if (typeof value === "string") return /^\$\d+$/u.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(refsIn);
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
    const labels = labelsOfStep(step, operation, ctx);
    if (operation.effect === "write") {
      const origin = { labels, led: ctx.boundary.provenance.led };
      await ctx.boundary.permit({ tool: step.op, effect: "write", input: step.args, describe: step.why, origin });
    }
    const val = await durable.step(`${step.id} ${step.op}`, async () => {
      const made = await ctx.boundary.provenance.making(labels, () =>
        operation.run(operation.args.parse(step.args), ctx),
      );
      return { ...made, labels: joinLabels(labels, made.labels ?? NOTHING, await labelsUsed(made, ctx)) };
    });
    results.set(step.id, val);
    await hooks.ended(step, val);
  }
}
