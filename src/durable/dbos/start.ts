import { AppError } from "../../core/index.ts";
import type { ChildOptions, Queue, Workflow } from "../types.ts";
import type { Engine, Starter } from "./engine.ts";
import { QUEUE_ATTRIBUTE } from "./info.ts";
import { findEnd } from "./results.ts";
import type { Sdk } from "./sdk.ts";
import { toEnvelope } from "./values.ts";

type Params = NonNullable<Parameters<Sdk["startWorkflow"]>[1]>;

/** Starts a run, as a child when it is called from the body of one; gives its id. */
export async function startRun(
  engine: Engine,
  workflow: Workflow<never, unknown>,
  input: unknown,
  options: ChildOptions,
): Promise<string> {
  const starter = findStarter(engine, workflow);
  const handle = await engine.sdk.startWorkflow(starter, toParams(engine, options))(toEnvelope(input));
  const id = handle.workflowID;
  const here = engine.running.get(id);
  if (options.queue || engine.ends.has(id) || !here) return id;
  // An execution that was cancelled or taken over may go on as long as it likes: its end is not that of the run.
  const instead = here.lost.promise.then(() => findEnd(engine, id));
  const end = Promise.race([engine.outside(() => handle.getResult()), instead]);
  engine.ends.set(id, end);
  const forget = (): void => void engine.ends.delete(id);
  end.then(forget, forget);
  return id;
}

function findStarter({ starters }: Engine, { name }: Workflow<never, unknown>): Starter {
  const starter = starters.get(name);
  if (!starter) throw new AppError("E_BUG", `The workflow ${name} is not in the list that was opened.`);
  return starter;
}

function toParams(engine: Engine, options: ChildOptions): Params {
  const { id, queue, key, priority, delayMs, dedup, timeoutMs, attributes } = options;
  const params: Params = {
    ...(id === undefined ? {} : { workflowID: id }),
    ...timeoutMS(timeoutMs),
  };
  if (!queue) {
    if (key !== undefined || priority !== undefined || delayMs !== undefined || dedup !== undefined) {
      throw new AppError("E_BUG", "Key, priority, delay and dedup of a start need a queue.");
    }
    return attributes ? { ...params, workflowAttributes: attributes } : params;
  }
  ensureKnown(engine, queue);
  if (queue.perKey && key === undefined) {
    throw new AppError("E_BUG", `The queue ${queue.name} has limits for each key: a start needs one.`);
  }
  return {
    ...params,
    queueName: queue.name,
    workflowAttributes: { ...attributes, [QUEUE_ATTRIBUTE]: queue.name },
    enqueueOptions: {
      ...(key === undefined ? {} : { queuePartitionKey: key }),
      ...(priority === undefined ? {} : { priority }),
      ...(delayMs === undefined ? {} : { delaySeconds: delayMs / 1_000 }),
      ...(dedup === undefined ? {} : { deduplicationID: dedup }),
    },
    ...(dedup === undefined ? {} : { duplicationPolicy: "return-existing" as const }),
  };
}

function timeoutMS(timeoutMs: number | undefined): { timeoutMS?: number } {
  return timeoutMs === undefined ? {} : { timeoutMS: timeoutMs };
}

function ensureKnown({ queues }: Engine, { name }: Queue): void {
  if (!queues.has(name)) throw new AppError("E_BUG", `The queue ${name} is not in the list that was opened.`);
}
