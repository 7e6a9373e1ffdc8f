import { AppError, toAppError, type Context } from "../core/index.ts";
import { readLabels, type Policy, type Sandbox } from "../guard/index.ts";
import type { ModelAbility, Models } from "../models/index.ts";
import { readEarlier, readTurns, toHistory } from "./conversation.ts";
import { createSteps, type Run, type Store } from "../store/index.ts";
import { loadDocs } from "./docs.ts";
import { answeredHere } from "./asking.ts";
import { createBoundary } from "./boundary.ts";
import { createBudget, type Budget } from "./budget.ts";
import { recordEvents, type Recorder } from "./events.ts";
import type { Tool } from "./tools/index.ts";
import { createLiveText } from "./liveText.ts";
import { createRemembered } from "./memory/index.ts";
import { failedResult, finishedResult } from "./outcome.ts";
import { createOutside, openOutside, type OutsideParts } from "./outside.ts";
import { createPolicyBook } from "./policyBook.ts";
import { runPlan, type PlanRunOptions, type PlanRunResult } from "./plan/run.ts";
import type { Val } from "./plan/types.ts";
import { createProvenance, createSessionLabels } from "./provenance/index.ts";
import { createSkills } from "./skills/index.ts";
import { strategyFor, type Strategy } from "./strategy.ts";
import type { Agent, AgentEvent, AskOptions, AskResult } from "./types.ts";
import { lastDiffs, openWorkspace, type Workspace } from "./workspace/index.ts";

export interface AgentDeps {
  store: Store;
  models: Models;
  sandbox: Sandbox;
  /** Shown in results. */
  modelName: string;
  /** A person sits at a terminal and can be asked. */
  interactive: boolean;
  /** What the model was measured to do; null where it never was. */
  ability?: () => Promise<ModelAbility | null>;
  /** What the owner set for single tools. */
  policy?: Pick<Policy, "asked" | "refused">;
  /** Tools of others. */
  others?: () => Promise<Tool[]>;
  /** The journal of the home; without it one over the store. */
  outside?: OutsideParts;
}

/** The agent over a store, models and a sandbox. See `Agent` for the contract. */
export function createAgent(deps: AgentDeps): Agent {
  return {
    async ask(options, ctx) {
      const { store } = deps;
      const started = ctx.clock.now();
      const session =
        options.session ??
        (
          await store.sessions.create(
            { title: options.text.slice(0, 80), workspace: options.workspace, model: deps.modelName },
            ctx,
          )
        ).id;
      if (!(await store.sessions.get(session))) throw new AppError("E_NOT_FOUND", `There is no session ${session}.`);
      const request = await toRequest(options, store, ctx);
      const { message = null, run: id } = options.turn ?? {};
      const event: AgentEvent = {
        type: "request",
        text: options.text,
        workspace: options.workspace,
        ...(message === null ? {} : { message }),
      };
      const { run, isNew } = await store.turns.begin(
        {
          ...(id === undefined ? {} : { id }),
          message,
          session,
          request: JSON.stringify(request),
          event: { type: event.type, payload: event },
        },
        ctx,
      );
      if (run.state !== "running") return run.result as AskResult;
      if (isNew) options.onEvent?.(event);
      const asked = { ...options, ...(isNew ? request : (JSON.parse(run.request) as StoredRequest)) };
      return perform(deps, run, asked, recordEvents(store, session, options.onEvent, ctx), started, ctx);
    },

    async resume(session, hooks, ctx) {
      const run = (await deps.store.runs.list(1, { session, state: "running" }))[0];
      if (!run) return null;
      const options = { ...(JSON.parse(run.request) as StoredRequest), session, ...hooks };
      return perform(deps, run, options, recordEvents(deps.store, session, hooks.onEvent, ctx), ctx.clock.now(), ctx);
    },

    async undo(workspace, ctx) {
      return (await openWorkspace(workspace, deps.store, ctx)).undo();
    },
  };
}

/** What a resumed run needs to know of the call that began it; JSON. */
type StoredRequest = Pick<AskOptions, "text" | "workspace" | "budget" | "sender"> & { today: string };

async function toRequest(options: AskOptions, store: Store, ctx: Context): Promise<StoredRequest> {
  const { text, workspace, budget, sender } = options;
  const today = options.today ?? localDay((await store.profile.get()).timeZone, ctx);
  return { text, workspace, today, ...(budget ? { budget } : {}), ...(sender ? { sender } : {}) };
}

/** The day in the owner's time zone; in that of this machine where they told none. ISO. */
function localDay(timeZone: string | null, ctx: Context): string {
  const now = new Date(ctx.clock.now());
  // Swedish writes dates as ISO does.
  if (timeZone !== null) return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone }).format(now);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

async function perform(
  deps: AgentDeps,
  run: Run,
  options: AskOptions & { today: string },
  recorder: Recorder,
  started: number,
  ctx: Context,
): Promise<AskResult> {
  const { store } = deps;
  const budget = createBudget(options.budget ?? {}, ctx);
  const inner: Context = { ...ctx, signal: budget.signal };
  let workspace: Workspace | null = null;
  let result: AskResult;
  try {
    const opened = await openWorkspace(options.workspace, store, inner);
    workspace = opened;
    await opened.begin(run.id, options.text.slice(0, 200));
    const outcome = await runIn(opened, deps, run, options, recorder, budget, inner);
    result = await finishedResult(outcome, opened, deps.modelName, budget.used(), ctx.clock.now() - started);
    await tellUsed(outcome.memories, store, recorder, ctx);
  } catch (thrown) {
    if (options.leave?.aborted) throw new AppError("E_CANCELLED", "Kralle is closing.", { cause: thrown });
    const error = budget.explain(thrown) ?? toAppError(thrown);
    ctx.log.warn("run failed", { run: run.id, code: error.code, error: error.message });
    result = await failedResult(error, workspace, deps.modelName, budget.used(), ctx.clock.now() - started);
  } finally {
    budget.dispose();
    await workspace?.end();
  }
  const state = result.ok ? "done" : result.stopped === "cancelled" ? "cancelled" : "failed";
  const event: AgentEvent = { type: "result", result, ...(options.turn ? { message: options.turn.message } : {}) };
  const answer = options.turn
    ? ({ message: options.turn.message, state, run: run.id, text: result.answer, data: result } as const)
    : null;
  const { id, session } = { id: run.id, session: recorder.session };
  await recorder.finish(event, () =>
    store.turns.finish({ run: id, session, state, result, event: { type: "result", payload: event }, answer }, ctx),
  );
  return result;
}

async function tellUsed(used: AskResult["memories"], store: Store, { emit }: Recorder, ctx: Context): Promise<void> {
  if (used.length === 0) return;
  const ids = used.map(({ id }) => id);
  await store.memories.markUsed(ids, ctx);
  await emit({ type: "memories", used });
}

/** How far this run's tools reach. */
function reachOf({ sandbox, others, outside, store }: AgentDeps, run: Run, ctx: Context) {
  return { sandbox, others, outside: createOutside(outside ?? openOutside(store, ctx), run.id) };
}

/** The plan of a run in its workspace; what happens is told as events. */
async function runIn(
  workspace: Workspace,
  deps: AgentDeps,
  run: Run,
  options: AskOptions & { today: string },
  recorder: Recorder,
  budget: Budget,
  ctx: Context,
): Promise<PlanRunResult> {
  const { store } = deps;
  const policy = { ...deps.policy, interactive: deps.interactive };
  const book = createPolicyBook(store, ctx);
  const session = createSessionLabels(store, recorder.session);
  const { text: request, sender } = options;
  const lines = async () => (await book.lines()).flatMap(({ line }) => line ?? []);
  const provenance = createProvenance({ labels: store.labels, workspace, request, sender, lines });
  workspace.watch(provenance.writes);
  const boundary = createBoundary(
    { policy, book, ...answersTo(options, store, ctx), ...reachOf(deps, run, ctx), workspace, provenance, recorder },
    ctx,
  );
  const live = createLiveText(recorder);
  const tellChanges = changeTeller(workspace, store, recorder);
  const onStep: PlanRunOptions["onStep"] = async (step, state, val) => {
    live.flush();
    await recorder.emit({ type: "step", step, state, ...(val ? { summary: summary(val) } : {}) });
    if (state === "done") await tellChanges();
  };
  let strategy: Promise<Strategy> | null = null;
  const earlier = await readEarlier(store, recorder.session, run.id);
  const outcome = await runPlan(
    {
      strategy: () => (strategy ??= readStrategy(deps)),
      converses: options.converses ?? false,
      earlier,
      history: async () => {
        const history = await toHistory(await readTurns(store, recorder.session), deps.models, ctx);
        const { kept, dropped, droppedCount, messages } = history;
        provenance.add(await session.read());
        if (droppedCount > 0) await recorder.emit({ type: "compacted", kept, dropped, droppedCount });
        return messages;
      },
      text: options.text,
      today: options.today,
      workspace,
      boundary,
      loadDocs: () => loadDocs(workspace, ctx),
      models: budget.meter(deps.models, run.id),
      memory: createRemembered(
        store,
        { session: recorder.session, run: run.id },
        (text) => provenance.ofValue(text, provenance.led),
        ctx,
      ),
      skills: createSkills(store.pins, { home: store.home, workspace: workspace.root }),
      steps: createSteps(store, run.id, ctx, (place) => workspace.enterStep(place)),
      savePlan: async (plan) => {
        await store.runs.savePlan(run.id, plan, ctx);
        await recorder.emit({ type: "plan", plan });
      },
      onNote: (text) => recorder.later({ type: "note", text }),
      onText: live.add,
      onHole: ({ question, chosen }, ms) => recorder.later({ type: "model", question, chosen, ms }),
      onStep,
      checkBudget: budget.check,
    },
    ctx,
  );
  // Before the run ends: the next turn reads this one.
  await session.add(provenance.led, ...outcome.outcomes.map(({ val }) => readLabels(val.labels)));
  return outcome;
}

/** Who answers what the boundary asks, and where the answers are kept. */
function answersTo({ approve, answersAreStored, turn }: AskOptions, { approvals, audit }: Store, ctx: Context) {
  return {
    approve: approve && (answersAreStored ? approve : answeredHere(approvals, approve, ctx)),
    approvals,
    audit,
    message: turn?.message ?? null,
  };
}

async function readStrategy({ ability }: AgentDeps): Promise<Strategy> {
  return strategyFor((await ability?.()) ?? null);
}

/** Tells each difference once; a file that changes again is told again. */
function changeTeller(workspace: Workspace, store: Store, { emit }: Recorder): () => Promise<void> {
  const told = new Map<string, string>();
  return async () => {
    if ((await workspace.changes()).length === 0) return;
    for (const { path, kind, diff } of await lastDiffs(workspace.root, store)) {
      const known = `${kind} ${diff}`;
      if (diff === null || told.get(path) === known) continue;
      told.set(path, known);
      await emit({ type: "change", path, kind, diff });
    }
  };
}

function summary(val: Val): string {
  switch (val.type) {
    case "value":
      return val.value ?? "-";
    case "table":
      return `${val.table.rows.length} × ${val.table.columns.map((column) => column.name).join(", ")}`;
    case "files":
      return val.paths.slice(0, 3).join(", ");
    case "text":
      return val.text.slice(0, 80);
    case "done":
      return val.changes
        .map((change) => change.path)
        .slice(0, 3)
        .join(", ");
  }
}
