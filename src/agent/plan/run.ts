import { AppError, type Context, type Steps } from "../../core/index.ts";
import type { Models } from "../../models/index.ts";
import type { Doc } from "../../files/index.ts";
import type { Boundary } from "../boundary.ts";
import type { Workspace } from "../workspace/index.ts";
import { executeSteps, toPlanSteps } from "./execute.ts";
import { createFill } from "./fill.ts";
import { buildCatalogue } from "./gather/index.ts";
import { PLANNERS } from "./planners/index.ts";
import { recognise } from "./recognise.ts";
import { readRequest } from "./request/index.ts";
import type {
  Clause,
  DraftStep,
  FillUsage,
  Hole,
  Lang,
  Plan,
  PlanContext,
  PlanStep,
  Prior,
  Request,
  Val,
} from "./types.ts";

export interface PlanRunOptions {
  text: string;
  today: string;
  lang?: Lang;
  workspace: Workspace;
  boundary: Boundary;
  /** Reads the workspace anew; called again after a clause that changed files. */
  loadDocs: () => Promise<Doc[]>;
  models: Models;
  steps: Steps;
  /** Called before the steps of a clause run, with the plan as far as it is known. */
  savePlan: (plan: Plan) => Promise<void>;
  onNote: (text: string) => void;
  /** Answer text as it comes from the model. */
  onText: (text: string) => void;
  /** What the model was asked and what it chose. */
  onHole: (hole: Hole, ms: number) => void;
  onStep: (step: PlanStep, state: "started" | "done", val?: Val) => Promise<void>;
  /** Throws E_BUDGET when the next piece of work would exceed what was granted. */
  checkBudget: (used: FillUsage, steps: number) => void;
}

export interface PlanRunResult {
  request: Request;
  plan: Plan;
  /** The result of each clause, in order. */
  outcomes: { clause: Clause; val: Val }[];
  used: FillUsage;
}

/**
 * Runs a whole request: read it, then clause by clause recognise, plan, store the plan, execute. A later clause sees the
 * files as the earlier ones left them. Throws AppError; what was done until then stays, recorded and undoable.
 */
export async function runPlan(options: PlanRunOptions, ctx: Context): Promise<PlanRunResult> {
  const { steps: durable } = options;
  let docs = await options.loadDocs();
  const files = docs.map((doc) => doc.path);
  const request = readRequest(options.text, {
    today: options.today,
    files,
    ...(options.lang ? { lang: options.lang } : {}),
  });
  const fill = createFill(options.models, ctx, options.onHole);
  const plan: Plan = {
    version: 1,
    request: request.text,
    lang: request.lang,
    today: request.today,
    steps: [],
    holes: [],
  };
  const results = new Map<string, Val>();
  const prior: Prior = { results: [] };
  const outcomes: PlanRunResult["outcomes"] = [];
  const planContext: PlanContext = {
    ...ctx,
    request,
    workspace: options.workspace,
    boundary: options.boundary,
    catalogue: buildCatalogue(docs, { today: request.today }),
    fill,
    models: options.models,
    get: (ref) => {
      const val = results.get(ref);
      if (!val) throw new AppError("E_PLAN_INVALID", `There is no result ${ref}.`);
      return val;
    },
    note: options.onNote,
    say: options.onText,
  };
  for (const clause of request.clauses) {
    options.checkBudget(fill.used, plan.steps.length);
    const drafted = await durable.step(`plan ${clause.index}`, async () => {
      const drafts = await draft(clause, planContext, prior);
      return { drafts, holes: fill.holes.slice(plan.holes.length) };
    });
    const steps = toPlanSteps(drafted.drafts, plan.steps.length + 1);
    plan.steps.push(...steps);
    plan.holes.push(...drafted.holes);
    await options.savePlan(plan);
    await executeSteps(steps, planContext, results, durable, {
      started: async (step) => {
        options.checkBudget(fill.used, plan.steps.length);
        await options.onStep(step, "started");
      },
      ended: (step, val) => options.onStep(step, "done", val),
    });
    for (const step of steps) {
      const val = results.get(step.id);
      if (val) prior.results.push({ ref: step.id, val, clause });
    }
    // What a later step took in is not told twice: the table that was saved, the text that was appended.
    const used = JSON.stringify(steps.map((step) => step.args));
    for (const step of steps) {
      const val = results.get(step.id);
      if (val && !used.includes(`"${step.id}"`)) outcomes.push({ clause, val });
    }
    if (steps.some((step) => results.get(step.id)?.type === "done") && clause.index < request.clauses.length - 1) {
      docs = await options.loadDocs();
      planContext.catalogue = buildCatalogue(docs, { today: request.today });
    }
  }
  return { request, plan, outcomes, used: fill.used };
}

async function draft(clause: Clause, ctx: PlanContext, prior: Prior): Promise<DraftStep[]> {
  const planners = await recognise(clause, ctx.request, PLANNERS, ctx.fill);
  for (const planner of planners) {
    const drafts = await planner.plan(clause, ctx, prior);
    if (drafts && drafts.length > 0) return drafts;
  }
  const german = ctx.request.lang === "de";
  throw new AppError(
    "E_NOT_UNDERSTOOD",
    german
      ? `Das konnte nicht in Arbeitsschritte übersetzt werden: „${clause.text}“`
      : `This could not be turned into steps: "${clause.text}"`,
    {
      hint: german
        ? "Sag es anders oder nenne die Datei, um die es geht."
        : "Say it differently, or name the file that it is about.",
    },
  );
}
