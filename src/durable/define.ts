import type { Queue, QueueLimits, Workflow, WorkflowRun } from "./types.ts";

/** Declares a kind of durable work; it is known to the engine when it stands in the list that `openWorkflows` is handed. */
export function defineWorkflow<Input, Output>(
  name: string,
  run: (input: Input, run: WorkflowRun) => Promise<Output>,
  { queue }: { queue?: Queue | undefined } = {},
): Workflow<Input, Output> {
  return { name, run, ...(queue ? { queue } : {}) };
}

/** Declares a queue; its limits are those of the process that opened an engine with it last. */
export function defineQueue(name: string, limits: QueueLimits = {}): Queue {
  return { name, ...limits };
}
