import { AppError, idFloor, timeOf } from "../../core/index.ts";
import type { Plan } from "../../agent/index.ts";
import type { WorkflowState } from "../../durable/index.ts";
import type { RunState, Store } from "../../store/index.ts";
import { messageOf } from "../conversations/ids.ts";
import type { Conversations } from "../conversations/types.ts";
import { fromMessage, fromRun, stepsOf } from "./requests.ts";
import { REQUEST, type Work } from "./types.ts";
import { fromWorkflow } from "./workflows.ts";

export interface WorkQuery {
  limit: number;
  session?: string | undefined;
  /** All without it. */
  state?: WorkflowState | undefined;
  /** `next` of the page before. */
  before?: string | undefined;
}

export interface WorkParts {
  store: Store;
  /** Null where no engine is open: then requests are all that is known. */
  engine: Conversations["work"] | null;
}

interface Place {
  since: number;
  id: string;
}

/** Newest first, by when it was accepted; what happens meanwhile makes nothing appear twice in the pages before it. */
export async function listWork(query: WorkQuery, parts: WorkParts): Promise<{ runs: Work[]; next: string | null }> {
  const { limit, before, session } = query;
  const from = before === undefined ? null : readCursor(before);
  const wanted = { ...query, limit: limit + 1 };
  const found = await Promise.all([
    begunRequests(wanted, from, parts),
    waitingRequests(wanted, from, parts.store),
    session === undefined ? otherWork(wanted, from, parts) : [],
  ]);
  const all = found.flat().toSorted(byNewest);
  const runs = all.slice(0, limit);
  const last = runs.at(-1);
  await Promise.all(runs.map((work) => addStep(work, parts)));
  return { runs, next: last && all.length > limit ? `${last.since}.${last.id}` : null };
}

const byNewest = (one: Place, other: Place): number =>
  other.since - one.since || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);

/** The ids of requests hold their time, so that the order of ids is that of the list. */
function idBefore(from: Place | null): string | undefined {
  if (from === null) return undefined;
  return from.id.startsWith("run_") ? from.id : idFloor("run", from.since + 1);
}

async function begunRequests(
  { limit, session, state }: WorkQuery,
  from: Place | null,
  { store, engine }: WorkParts,
): Promise<Work[]> {
  if (state === "waiting" || state === "gaveUp") return [];
  const before = idBefore(from);
  if (state === "running" && engine !== null) return runningRequests(limit, session, before, store);
  const runs = await store.runs.list(limit, {
    ...(session === undefined ? {} : { session }),
    ...(state === undefined ? {} : { state: state satisfies RunState }),
    ...(before === undefined ? {} : { before }),
  });
  const keys = await store.messages.keys(runs.map(({ id }) => messageOf(id)));
  return runs.map((run) => fromRun(run, keys.get(messageOf(run.id)) ?? null));
}

/** By the few messages without an answer, not by all runs there are. */
async function runningRequests(
  limit: number,
  session: string | undefined,
  before: string | undefined,
  store: Store,
): Promise<Work[]> {
  const open = await store.messages.open({ limit, before: before && messageOf(before) });
  const running = open.filter((one) => one.state === "running" && (session === undefined || one.session === session));
  const found = await Promise.all(
    running.map(async ({ run, key }) => {
      const row = run === null ? null : await store.runs.get(run);
      return row && fromRun(row, key);
    }),
  );
  return found.filter((work) => work !== null);
}

async function waitingRequests(
  { limit, session, state }: WorkQuery,
  from: Place | null,
  store: Store,
): Promise<Work[]> {
  if (state !== undefined && state !== "waiting") return [];
  const before = idBefore(from);
  const open = await store.messages.open({ limit, before: before && messageOf(before) });
  return open
    .filter((one) => one.state === "waiting" && (session === undefined || one.session === session))
    .map(fromMessage);
}

async function otherWork({ limit, state }: WorkQuery, from: Place | null, { engine }: WorkParts): Promise<Work[]> {
  if (engine === null) return [];
  const { workflows, kinds } = engine;
  const filter = { limit, newestFirst: true, ...(state === undefined ? {} : { states: [state] }) };
  const found = await Promise.all(
    kinds.map(async (workflow) => {
      const works: Work[] = [];
      for (let offset = 0; works.length < limit; offset += limit) {
        const until = from === null ? {} : { createdUntil: from.since };
        const page = await workflows.list({ ...filter, ...until, workflow, offset });
        works.push(...page.map(fromWorkflow).filter((work) => from === null || byNewest(from, work) < 0));
        if (page.length < limit) break;
      }
      return works;
    }),
  );
  return found.flat();
}

/** Only of what is not over: the others are asked for one by one. */
async function addStep(work: Work, { store, engine }: WorkParts): Promise<void> {
  if (work.state !== "running") return;
  if (work.kind !== REQUEST) {
    const steps = await engine?.workflows.steps(work.id);
    work.step = steps?.at(-1)?.name ?? null;
    return;
  }
  const run = await store.runs.get(work.id);
  if (!run) return;
  const plan = (await store.runs.plans(run.id)).at(-1)?.plan as Plan | undefined;
  const steps = await stepsOf(run, plan ?? null, store);
  work.step = steps.find(({ state }) => state === "running")?.name ?? null;
}

function readCursor(cursor: string): Place {
  const [, since = "", id = ""] = /^(\d{1,16})\.([\w:.-]{1,128})$/.exec(cursor) ?? [];
  if (id === "" || (id.startsWith("run_") && timeOf(id) !== Number(since))) {
    throw new AppError("E_INPUT", "The list of runs cannot go on from there: the cursor is none of its own.", {
      hint: "Leave it out to begin with the newest.",
    });
  }
  return { since: Number(since), id };
}
