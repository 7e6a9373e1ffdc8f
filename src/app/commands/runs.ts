import { z } from "zod";
import type { AskResult, Plan } from "../../agent/index.ts";
import { AppError } from "../../core/index.ts";
import { defineCommand, type Call } from "../command.ts";
import type { Conversations } from "../conversations/types.ts";
import { runOf } from "../conversations/ids.ts";
import { cancelWork, notFound, resumeWork } from "../workload/change.ts";
import { listWork, type WorkParts } from "../workload/list.ts";
import { findRequest, stepsOf } from "../workload/requests.ts";
import type { Work, WorkStep } from "../workload/types.ts";
import { fromWorkflow, sentBy, toWorkStep } from "../workload/workflows.ts";

const STATES = ["waiting", "running", "done", "failed", "cancelled", "gaveUp"] as const;
const MOST_STEPS = 500;

const runsInput = z.object({
  limit: z.int().positive().max(1000).default(20),
  session: z.string().max(64).optional(),
  state: z.enum(STATES).optional(),
  /** `next` of the page before. */
  before: z.string().max(200).optional(),
});

/** Durable work of every kind, newest first; without a gateway requests alone. */
export const runs = defineCommand<typeof runsInput, { runs: Work[]; next: string | null }, never>({
  about: "lists what is done and was done",
  input: runsInput,
  run: async (query, call) => listWork(query, await partsOf(call)),
});

const named = z.object({ id: z.string().min(1).max(128) });

export interface ShownRun {
  run: Work;
  steps: WorkStep[];
  /** Of a request: what `why` shows. */
  plan: Plan | null;
  result: AskResult | null;
  /** Of work that sent a request: that request's run. */
  sent: string | null;
}

/** One piece of work with its steps as far as they came. */
export const run = defineCommand<typeof named, ShownRun, never>({
  about: "shows a piece of work with its steps",
  input: named,
  async run({ id }, call) {
    const { store, engine } = await partsOf(call);
    const request = await findRequest(id, store);
    if (request) {
      if (!request.run) return { run: request.work, steps: [], plan: null, result: null, sent: null };
      const plan = ((await store.runs.plans(id)).at(-1)?.plan as Plan | undefined) ?? null;
      const steps = await stepsOf(request.run, plan, store);
      const step = steps.find(({ state }) => state === "running")?.name ?? null;
      return {
        run: { ...request.work, step },
        steps,
        plan,
        result: request.run.result as AskResult | null,
        sent: null,
      };
    }
    const info = (await engine?.workflows.find(id)) ?? null;
    if (!engine || !info || !engine.kinds.includes(info.workflow)) throw notFound(id);
    const recorded = await engine.workflows.steps(id, { limit: MOST_STEPS });
    const steps = recorded.map(toWorkStep);
    const message = sentBy(recorded);
    const sent = message === null ? null : runOf(message);
    return { run: { ...fromWorkflow(info), step: steps.at(-1)?.name ?? null }, steps, plan: null, result: null, sent };
  },
});

export const cancelRun = defineCommand<typeof named, Work, never>({
  about: "ends a piece of work",
  input: named,
  async run({ id }, call) {
    await cancelWork(id, requireServing(call), await partsOf(call));
    return changed(id, call);
  },
});

export const resumeRun = defineCommand<typeof named, Work, never>({
  about: "lets work go on that was cancelled or given up",
  input: named,
  async run({ id }, call) {
    await resumeWork(id, requireServing(call), await partsOf(call));
    return changed(id, call);
  },
});

async function changed(id: string, call: Call<never>): Promise<Work> {
  call.services.changes.tell("runs", id);
  return (await run.run({ id }, call)).run;
}

function requireServing({ conversations }: Call<never>): Conversations {
  if (conversations !== null) return conversations;
  throw new AppError("E_NOT_SERVING", "Runs are cancelled and resumed in the gateway, and it is not running.", {
    hint: "Start it with `kralle up`.",
  });
}

const partsOf = async ({ services, conversations }: Call<never>): Promise<WorkParts> => ({
  store: await services.store(),
  engine: conversations?.work ?? null,
});

export interface Why {
  run: Work;
  /** As it was stored before it ran, whole; null when the request never became one. */
  plan: Plan | null;
  result: AskResult | null;
}

const whyInput = z.object({ run: z.string().optional(), session: z.string().optional() });

/** The stored plan of a run, of the last one where none is named, and what came of it. */
export const why = defineCommand<typeof whyInput, Why, never>({
  about: "shows the plan of a run",
  input: whyInput,
  async run({ run: id, session }, { services }) {
    const store = await services.store();
    const last = id === undefined ? (await store.runs.list(1, session === undefined ? {} : { session }))[0] : undefined;
    const found = await findRequest(id ?? last?.id ?? "", store);
    if (!found) {
      throw id === undefined
        ? new AppError("E_NOT_FOUND", "Nothing was done yet, so there is no plan to show.", {
            hint: 'Ask for something first: kralle ask "…".',
          })
        : new AppError("E_NOT_FOUND", `There is no run ${id}.`, {
            hint: "`kralle why` without a name shows the last one.",
          });
    }
    const plans = await store.runs.plans(found.work.id);
    return {
      run: found.work,
      plan: (plans.at(-1)?.plan as Plan | undefined) ?? null,
      result: (found.run?.result ?? null) as AskResult | null,
    };
  },
});
