import { AppError, type Context, type Steps } from "../../core/index.ts";
import { joinLabels, readLabels } from "../../guard/index.ts";
import type { Message, Models } from "../../models/index.ts";
import type { Doc } from "../../files/index.ts";
import type { Boundary } from "../boundary.ts";
import type { Workspace } from "../workspace/index.ts";
import type { Earlier } from "../conversation.ts";
import { readPhrase, type Remembered, type UsedMemory } from "../memory/index.ts";
import type { Skills, UsedSkill } from "../skills/index.ts";
import type { Strategy } from "../strategy.ts";
import { executeSteps, toPlanSteps } from "./execute.ts";
import { createFill } from "./fill.ts";
import { workFreely } from "./free.ts";
import { buildCatalogue } from "./gather/index.ts";
import { mustWait, refuseAll, toRefusal, type Left } from "./left.ts";
import { OPERATIONS } from "./operations.ts";
import { PLANNERS } from "./planners/index.ts";
import { memoryPlanner } from "./planners/memory.ts";
import { isConversation, recognise } from "./recognise.ts";
import { readRequest, resolveFollowUp } from "./request/index.ts";
import type {
  Clause,
  DraftStep,
  Fill,
  FillUsage,
  Hole,
  Kind,
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
  /** Asked only when it matters: a model may still be loading. */
  strategy: () => Promise<Strategy>;
  /** A folder without files is no workplace but a conversation: what no rule is certain of goes to the model as it stands. */
  converses?: boolean;
  /** The request before in the same conversation, and what it brought. */
  earlier: Earlier | null;
  /** Earlier turns as messages for the model, as many as have room. */
  history: () => Promise<Message[]>;
  models: Models;
  memory: Remembered;
  skills: Skills;
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
  /** Clauses that were not done; empty in most runs. */
  left: Left[];
  /** What is remembered of the owner and went into the results. */
  memories: UsedMemory[];
  /** Whose instructions went into the results. */
  skills: UsedSkill[];
  used: FillUsage;
}

/**
 * Runs a whole request: read it, then clause by clause recognise, plan, store the plan, execute. A later clause sees the
 * files as the earlier ones left them. A clause that nobody understands is left and told, unless nothing else could be done either.
 * Throws AppError; what was done until then stays, recorded and undoable.
 */
export async function runPlan(options: PlanRunOptions, ctx: Context): Promise<PlanRunResult> {
  const run = await openRun(options, ctx);
  const { context, plan, outcomes, fill } = run;
  const left: Left[] = [];
  for (const clause of context.request.clauses) {
    options.checkBudget(fill.used, plan.steps.length);
    const drafted = await options.steps.step(`plan ${clause.index}`, () => draftClause(clause, run, left, options));
    plan.holes.push(...drafted.holes);
    if (drafted.left) {
      left.push(drafted.left);
      continue;
    }
    const added =
      drafted.drafts === null
        ? await runFreely(clause, run, options)
        : await runSteps(drafted.drafts, clause, run, options);
    // What a later step took in is not told twice: the table that was saved, the text that was appended.
    const used = JSON.stringify(added.map((step) => step.args));
    for (const step of added) {
      const val = run.results.get(step.id);
      if (val && step.op !== "tool" && !used.includes(`"${step.id}"`)) outcomes.push({ clause, val });
    }
    const isLast = clause.index >= context.request.clauses.length - 1;
    if (!isLast && added.some((step) => step.op === "tool" || OPERATIONS[step.op]?.effect === "write"))
      await lookAgain(context, options);
  }
  if (left.length > 0 && outcomes.length === 0) throw refuseAll(left);
  const memories = usedMemories(run, options.memory);
  const skills = usedSkills(run, options.skills);
  return { request: context.request, plan, outcomes, left, memories, skills, used: fill.used };
}

interface Drafted {
  /** null: the model finds its own way. */
  drafts: DraftStep[] | null;
  left?: Left;
  holes: Hole[];
}

/** The steps of a clause. One that nobody understands is left, so that the clear ones of the same request are done all the same. */
async function draftClause(clause: Clause, run: PlanRun, left: Left[], options: PlanRunOptions): Promise<Drafted> {
  const { context, fill, plan, prior } = run;
  const holes = () => fill.holes.slice(plan.holes.length);
  if (mustWait(clause, left)) return { drafts: [], left: { clause, error: null }, holes: [] };
  try {
    const drafts = run.converses
      ? ((await memoryPlanner.plan(clause, context, prior)) ?? [toTalk(clause)])
      : await draftOrFree(clause, context, prior, options);
    return { drafts, holes: holes() };
  } catch (thrown) {
    return { drafts: [], left: { clause, error: toRefusal(thrown) }, holes: holes() };
  }
}

async function lookAgain(context: PlanContext, { loadDocs, boundary }: PlanRunOptions): Promise<void> {
  context.catalogue = buildCatalogue(await loadDocs(), { today: context.request.today });
  context.folder = joinLabels(context.folder, await boundary.provenance.ofFolder());
}

/** The models for the holes of plans: each question shows what the folder holds. */
function asking(models: Models, asked: () => void): Pick<Models, "generate"> {
  return {
    generate: (request, ctx) => {
      asked();
      return models.generate(request, ctx);
    },
  };
}

function usedSkills({ results }: PlanRun, { used }: Skills): UsedSkill[] {
  const all = [...[...results].flatMap(([ref, val]) => (ref === EARLIER ? [] : (val.skills ?? []))), ...used];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

/** Results carry what went into them, also those that a crashed run left; the rest was noted on the way. */
function usedMemories({ results, plan }: PlanRun, { used }: Remembered): UsedMemory[] {
  const refersBack = JSON.stringify(plan.steps).includes(`"${EARLIER}"`);
  const all = [
    ...[...results].flatMap(([ref, val]) => (ref === EARLIER && !refersBack ? [] : (val.memories ?? []))),
    ...used,
  ];
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
}

/** What the clauses of one run share. */
interface PlanRun {
  context: PlanContext;
  fill: Fill;
  plan: Plan;
  results: Map<string, Val>;
  prior: Prior;
  outcomes: PlanRunResult["outcomes"];
  /** The model answers the request as it stands. */
  converses: boolean;
}

/** The reference under which the last result of the request before is known. */
const EARLIER = "$0";

async function openRun(options: PlanRunOptions, ctx: Context): Promise<PlanRun> {
  const { today, earlier } = options;
  const docs = await options.loadDocs();
  const files = docs.map((doc) => doc.path);
  // "And DE456?" after "Remember that …" is no order to remember that, too.
  const goesOn =
    earlier !== null && readPhrase(options.text) === null && readPhrase(earlier.request)?.type !== "remember";
  const resolved = goesOn ? resolveFollowUp(options.text, earlier.request, today) : null;
  if (resolved) options.onNote(`→ ${resolved}`);
  const lang = options.lang ? { lang: options.lang } : {};
  const read = readRequest(resolved ?? options.text, { today, files, ...lang });
  const converses = options.converses === true && docs.length === 0 && isConversation(read, PLANNERS);
  const clauses = converses ? toldAndRest(read) : read.clauses;
  const request: Request = { ...read, clauses, follows: Boolean(earlier?.val) };
  const { provenance } = options.boundary;
  const fill = createFill(
    asking(options.models, () => provenance.add(context.folder)),
    ctx,
    {
      onHole: options.onHole,
      chooser: async () => (await options.strategy()).chooser,
    },
  );
  const plan: Plan = { version: 1, request: request.text, lang: request.lang, today, steps: [], holes: [] };
  const results = new Map<string, Val>();
  const prior: Prior = { results: [] };
  if (earlier?.val) {
    results.set(EARLIER, earlier.val);
    prior.results.push({ ref: EARLIER, val: earlier.val, clause: { text: earlier.request, index: -1, start: 0 } });
  }
  const context: PlanContext = {
    ...ctx,
    request,
    workspace: options.workspace,
    boundary: options.boundary,
    catalogue: buildCatalogue(docs, { today }),
    folder: await provenance.ofFolder(),
    fill,
    models: options.models,
    memory: options.memory,
    skills: options.skills,
    get: (ref) => {
      const val = results.get(ref);
      if (!val) throw new AppError("E_PLAN_INVALID", `There is no result ${ref}.`);
      return val;
    },
    history: options.history,
    note: options.onNote,
    say: options.onText,
  };
  return { context, fill, plan, results, prior, outcomes: [], converses };
}

/** Adds steps to the plan, stores it, then runs them. */
async function runSteps(
  drafts: DraftStep[],
  clause: Clause,
  run: PlanRun,
  options: PlanRunOptions,
): Promise<PlanStep[]> {
  const { plan, results, context, fill } = run;
  const steps = toPlanSteps(drafts, plan.steps.length + 1);
  plan.steps.push(...steps);
  await options.savePlan(plan);
  await executeSteps(steps, context, results, options.steps, {
    started: async (step) => {
      options.checkBudget(fill.used, plan.steps.length);
      await options.onStep(step, "started");
    },
    ended: (step, val) => options.onStep(step, "done", val),
  });
  for (const step of steps) {
    const val = results.get(step.id);
    if (val) run.prior.results.push({ ref: step.id, val, clause });
  }
  return steps;
}

async function runFreely(clause: Clause, run: PlanRun, options: PlanRunOptions): Promise<PlanStep[]> {
  const added: PlanStep[] = [];
  await workFreely(clause, run.context, {
    think: (round, turn) => options.steps.step(`think ${clause.index}.${round}`, turn),
    act: async (drafts) => {
      const steps = await runSteps(drafts, clause, run, options);
      added.push(...steps);
      const vals = steps.flatMap((step) => run.results.get(step.id) ?? []);
      // Also of what a crashed run left: all of it stands in the next prompt.
      for (const { labels } of vals) options.boundary.provenance.add(readLabels(labels));
      return vals;
    },
  });
  return added;
}

const toTalk = ({ text }: Clause): DraftStep => ({ op: "talk", why: "answer", args: { text, free: true } });

/** null: no planner knows such work, and the model is one that may find its own way. */
async function draftOrFree(
  clause: Clause,
  ctx: PlanContext,
  prior: Prior,
  { strategy }: PlanRunOptions,
): Promise<DraftStep[] | null> {
  try {
    return await draft(clause, ctx, prior);
  } catch (thrown) {
    const isUnknown = thrown instanceof AppError && thrown.code === "E_NOT_UNDERSTOOD";
    if (isUnknown && (await strategy()).free) return null;
    throw thrown;
  }
}

/** Kinds of work that leave something changed. */
const WORK: ReadonlySet<Kind> = new Set<Kind>(["edit", "move", "note", "write"]);
/** How well a planner fits at least that is tried after one that fitted better could not. */
const FITS = 0.5;

/** In a conversation without files: what is told at its head, and all the rest as one. */
function toldAndRest(request: Request): Clause[] {
  const first = request.clauses.findIndex((clause) => memoryPlanner.fits(clause, request) < 0.9);
  const { start = 0 } = request.clauses[first] ?? {};
  const rest = { text: request.text.slice(start), index: first, start };
  return first === -1 ? request.clauses : [...request.clauses.slice(0, first), rest];
}

/** All but what is tried first, by its own words alone. */
const OVER_FILES = PLANNERS.filter((planner) => planner !== memoryPlanner);

async function draft(clause: Clause, ctx: PlanContext, prior: Prior): Promise<DraftStep[]> {
  const own = await memoryPlanner.plan(clause, ctx, prior);
  if (own) return own;
  const planners = await recognise(clause, ctx.request, OVER_FILES, ctx.fill);
  const asksForWork = WORK.has(planners[0]?.name ?? "talk");
  let refused: AppError | null = null;
  for (const planner of planners) {
    // An order to change something is not met by a look-up that hardly fits; a refusal is only overruled by a close second.
    if ((asksForWork || refused) && planner.fits(clause, ctx.request) < FITS) continue;
    try {
      const drafts = await planner.plan(clause, ctx, prior);
      if (drafts && drafts.length > 0) return drafts;
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== "E_NOT_UNDERSTOOD") throw thrown;
      refused ??= thrown;
    }
  }
  if (refused) throw refused;
  const german = ctx.request.lang === "de";
  throw new AppError(
    "E_NOT_UNDERSTOOD",
    german
      ? `Das konnte nicht in Arbeitsschritte übersetzt werden: „${clause.text}“`
      : `This could not be turned into steps: "${clause.text}"`,
    {
      hint: german
        ? "Kralle sucht, rechnet, vergleicht, macht Tabellen, ändert Einträge, benennt und verschiebt Dateien, schreibt Notizen und Briefe und fasst zusammen. Sagen Sie, was davon, und nennen Sie die Datei, um die es geht."
        : "Kralle looks up, computes, compares, makes tables, edits entries, renames and moves files, writes notes and letters, and summarises. Say which of these, and name the file that it is about.",
    },
  );
}
