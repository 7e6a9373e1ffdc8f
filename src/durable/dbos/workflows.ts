import { AppError, type Context } from "../../core/index.ts";
import type { Workflow, WorkflowHandle, WorkflowInfo, Workflows } from "../types.ts";
import { notFoundError, toFailure } from "./failures.ts";
import { toInfo, toInput, toStep } from "./info.ts";
import { endWith } from "./run.ts";
import type { Sdk } from "./sdk.ts";
import { fromEnvelope, toEnvelope, type Envelope } from "./values.ts";

/** The open engine and what this process knows of it. */
export interface Engine {
  readonly sdk: Sdk;
  readonly starters: ReadonlyMap<string, (input: Envelope) => Promise<Envelope>>;
  /** The runs that are in this process, by id. */
  readonly running: ReadonlyMap<string, AbortController>;
  outside<T>(work: () => Promise<T>): Promise<T>;
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
}

/** How often an end is looked for that this process does not see itself: of a run that was taken up, or started before. */
const LOOK_MS = 50;
const POLL_MS = 20;

export function createWorkflows(engine: Engine, ctx: Context): Workflows {
  const { sdk } = engine;
  /** Ends of runs that were started here: known at once, without looking. */
  const ends = new Map<string, Promise<unknown>>();
  const closed = new AbortController();
  let closing: Promise<void> | null = null;
  const call = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    if (closing) throw new AppError("E_STORE", "The workflow engine was closed already.");
    try {
      return await engine.outside(work);
    } catch (thrown) {
      throw toFailure(thrown, id);
    }
  };
  const find = async (id: string): Promise<WorkflowInfo | null> => {
    const [status] = await call(id, () => sdk.listWorkflows(toInput({ ids: [id] })));
    return status ? toInfo(status) : null;
  };
  const ensureFound = async (id: string): Promise<WorkflowInfo> => {
    const info = await find(id);
    if (!info) throw notFoundError(id);
    return info;
  };
  const result = async (id: string, { signal = ctx.signal }: { signal?: AbortSignal } = {}): Promise<unknown> => {
    const end = ends.get(id);
    if (!end) await ensureFound(id);
    const recorded = end ?? engine.outside(() => sdk.retrieveWorkflow(id).getResult({ pollingIntervalMs: LOOK_MS }));
    recorded.catch(() => undefined); // who waits may go before it ends
    try {
      return fromEnvelope(await endWith(recorded, AbortSignal.any([signal, closed.signal])));
    } catch (thrown) {
      if (signal.aborted)
        throw new AppError("E_CANCELLED", `Nobody waits for the work ${id} any more.`, { cause: thrown });
      throw toFailure(thrown, id);
    }
  };
  return {
    async start<Input, Output>(workflow: Workflow<Input, Output>, input: Input, { id }: { id: string }) {
      const starter = engine.starters.get(workflow.name);
      if (!starter) throw new AppError("E_BUG", `The workflow ${workflow.name} is not in the list that was opened.`);
      const handle = await call(id, () => sdk.startWorkflow(starter, { workflowID: id })(toEnvelope(input)));
      if (!ends.has(id) && engine.running.has(id)) {
        const end = handle.getResult();
        ends.set(id, end);
        const forget = (): void => void ends.delete(id);
        end.then(forget, forget);
      }
      return { id, result: () => result(id) as Promise<Output> } satisfies WorkflowHandle<Output>;
    },
    signal: (id, topic, value, { key } = {}) => call(id, () => sdk.send(id, toEnvelope(value), topic, key)),
    async cancel(id) {
      await ensureFound(id);
      await call(id, () => sdk.cancelWorkflow(id));
      const { state } = await ensureFound(id);
      if (state === "cancelled")
        engine.running.get(id)?.abort(new AppError("E_CANCELLED", `The work ${id} was cancelled.`));
    },
    result,
    find,
    list: async (filter = {}) => (await call("", () => sdk.listWorkflows(toInput(filter)))).map(toInfo),
    async steps(id) {
      await ensureFound(id);
      return ((await call(id, () => sdk.listWorkflowSteps(id))) ?? []).map(toStep);
    },
    copyTo: (file) => call("", () => engine.copyTo(file)),
    close({ drainMs = 0 } = {}) {
      closing ??= drain(engine, drainMs, ctx).then(() => {
        closed.abort(new AppError("E_CANCELLED", "Kralle is closing."));
        return engine.close();
      });
      return closing;
    },
  };
}

async function drain({ running }: Engine, drainMs: number, ctx: Context): Promise<void> {
  const until = ctx.clock.now() + drainMs;
  while (running.size > 0 && ctx.clock.now() < until) await ctx.clock.sleep(POLL_MS);
}
