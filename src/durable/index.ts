export { defineWorkflow } from "./define.ts";
export { openWorkflows, type OpenWorkflowsOptions } from "./dbos/open.ts";
export type {
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
