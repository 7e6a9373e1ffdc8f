import { AppError, type Context } from "../../core/index.ts";
import type { StartOptions, Workflow, WorkflowHandle, Workflows } from "../types.ts";
import type { Engine } from "./engine.ts";
import { toFailure } from "./failures.ts";
import { toInfo, toInput, toStep } from "./info.ts";
import { deleteEnded, resumeRun } from "./lifecycle.ts";
import { pruneRuns } from "./prune.ts";
import { awaitResult, endWith, ensureFound, findRun } from "./results.ts";
import { startRun } from "./start.ts";
import { fromEnvelope, toEnvelope } from "./values.ts";

const POLL_MS = 20;

/** The seam over an open engine. `shut` closes what holds the records and ends the engine. */
export function createWorkflows(engine: Engine, shut: () => Promise<void>, ctx: Context): Workflows {
  const { sdk } = engine;
  let closing: Promise<void> | null = null;
  const call = async <T>(id: string, work: () => Promise<T>): Promise<T> => {
    if (closing) throw new AppError("E_STORE", "The workflow engine was closed already.");
    try {
      return await engine.outside(work);
    } catch (thrown) {
      throw toFailure(thrown, id);
    }
  };
  const result = (id: string, { signal = ctx.signal }: { signal?: AbortSignal } = {}): Promise<unknown> =>
    awaitResult(engine, id, signal);
  return {
    async start<Input, Output>(workflow: Workflow<Input, Output>, input: Input, options: StartOptions) {
      const id = await call(options.id, () => startRun(engine, workflow as Workflow<never, Output>, input, options));
      return { id, result: () => result(id) as Promise<Output> } satisfies WorkflowHandle<Output>;
    },
    signal: (id, topic, value, { key } = {}) => call(id, () => sdk.send(id, toEnvelope(value), topic, key)),
    cancel: (id, { children = false } = {}) =>
      call(id, async () => {
        await ensureFound(engine, id);
        await sdk.cancelWorkflow(id, { cancelChildren: children });
        await engine.watch.verify();
      }),
    resume: (id) => call(id, () => resumeRun(engine, id)),
    fork: (id, options) =>
      call(id, async () => {
        const { queue, key } = await ensureFound(engine, id);
        const handle = await sdk.forkWorkflow(id, options.fromStep, {
          newWorkflowID: options.id,
          ...(queue === null ? {} : { queueName: queue }),
          ...(key === null ? {} : { queuePartitionKey: key }),
        });
        return { id: handle.workflowID, result: () => result(handle.workflowID) };
      }),
    result,
    event: (id, key, { waitMs = 0 } = {}) =>
      call(id, async () => {
        await ensureFound(engine, id);
        const value = await sdk.getEvent(id, key, { timeoutSeconds: waitMs / 1_000, pollingIntervalMs: 1_000 });
        return value === null ? null : fromEnvelope(value);
      }),
    async *readStream(id, stream, { from = 0, signal = ctx.signal } = {}) {
      await call(id, () => ensureFound(engine, id));
      const entries = sdk.readStream(id, stream, { offset: from });
      const until = AbortSignal.any([signal, engine.closed]);
      for (;;) {
        const next = await call(id, () => endWith(entries.next(), until));
        if (next.done === true) return;
        yield fromEnvelope(next.value);
      }
    },
    find: (id) => call(id, () => findRun(engine, id)),
    list: async (filter = {}) => (await call("", () => sdk.listWorkflows(toInput(filter)))).map(toInfo),
    steps: (id, page = {}) =>
      call(id, async () => {
        await ensureFound(engine, id);
        return ((await sdk.listWorkflowSteps(id, page)) ?? []).map(toStep);
      }),
    delete: (ids) => call("", () => deleteEnded(engine, ids)),
    prune: (options) => call("", () => pruneRuns(engine, options, ctx)),
    size: () => call("", () => engine.backing.size()),
    copyTo: (file) => call("", () => engine.backing.copyTo(file)),
    close({ drainMs = 0 } = {}) {
      closing ??= drain(engine, drainMs, ctx).then(shut);
      return closing;
    },
  };
}

async function drain({ running }: Engine, drainMs: number, ctx: Context): Promise<void> {
  const until = ctx.clock.now() + drainMs;
  while (running.size > 0 && ctx.clock.now() < until) await ctx.clock.sleep(POLL_MS);
}
