import type { Workflow, WorkflowRun } from "./types.ts";

/** Declares a kind of durable work; it is known to the engine when it stands in the list that `openWorkflows` is handed. */
export function defineWorkflow<Input, Output>(
  name: string,
  run: (input: Input, run: WorkflowRun) => Promise<Output>,
): Workflow<Input, Output> {
  return { name, run };
}
