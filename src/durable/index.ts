export { defineQueue, defineWorkflow } from "./define.ts";
export { openWorkflows, type OpenWorkflowsOptions, type WorkflowsDatabase } from "./dbos/open.ts";
export type {
  ChildOptions,
  Queue,
  QueueLimits,
  Rate,
  StartOptions,
  StepOptions,
  Workflow,
  WorkflowFilter,
  WorkflowHandle,
  WorkflowInfo,
  WorkflowRun,
  Workflows,
  WorkflowState,
  WorkflowStep,
} from "./types.ts";
export type { Synchronous } from "./sqlite/database.ts";
export { cancelUnfinished } from "./sqlite/settle.ts";
