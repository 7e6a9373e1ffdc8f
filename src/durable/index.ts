export { defineQueue, defineWorkflow } from "./define.ts";
export { openWorkflows, type OpenWorkflowsOptions, type WorkflowsDatabase } from "./dbos/open.ts";
export type {
  ChildOptions,
  Pruned,
  PruneOptions,
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
export { moveWorkflows, type MovedWorkflows, type MoveWorkflowsOptions } from "./postgres/move.ts";
export { cancelUnfinished } from "./sqlite/settle.ts";
export {
  createPresence,
  createStopSwitch,
  hashIntent,
  openEffects,
  toFault,
  type Act,
  type EffectAdapter,
  type Effects,
  type EffectsOptions,
  type Intent,
  type Order,
  type Presence,
  type Reconciled,
  type StopSwitch,
} from "./effects/index.ts";
export { openClockwork, type ClockworkParts } from "./clockwork/open.ts";
export { createScheduleBook } from "./clockwork/book.ts";
export { toPattern } from "./clockwork/pattern.ts";
export type { Clockwork, ScheduleBook, ScheduleView } from "./clockwork/types.ts";
