import type { WorkflowFilter, WorkflowInfo, WorkflowState, WorkflowStep } from "../types.ts";
import type { Sdk } from "./sdk.ts";
import { fromEnvelope } from "./values.ts";

type Status = Awaited<ReturnType<Sdk["listWorkflows"]>>[number];
type Step = NonNullable<Awaited<ReturnType<Sdk["listWorkflowSteps"]>>>[number];
type Input = Parameters<Sdk["listWorkflows"]>[0];
type StatusName = Extract<NonNullable<Input["status"]>, string>;

/**
 * Under which attribute a run keeps the queue that it was started in: the engine forgets it when a run is cancelled or given up, and
 * letting it go on must not go round the queue's limits.
 */
export const QUEUE_ATTRIBUTE = "$queue";

const LIMIT = 1_000;

const STATES: Readonly<Record<StatusName, WorkflowState>> = {
  ENQUEUED: "waiting",
  DELAYED: "waiting",
  PENDING: "running",
  SUCCESS: "done",
  ERROR: "failed",
  CANCELLED: "cancelled",
  MAX_RECOVERY_ATTEMPTS_EXCEEDED: "gaveUp",
};

export function toInfo(status: Status): WorkflowInfo {
  const { [QUEUE_ATTRIBUTE]: queue, ...attributes } = status.attributes ?? {};
  return {
    id: status.workflowID,
    workflow: status.workflowName,
    state: STATES[status.status as StatusName],
    queue: typeof queue === "string" ? queue : null,
    key: status.queuePartitionKey ?? null,
    parent: status.parentWorkflowID ?? null,
    forkedFrom: status.forkedFrom ?? null,
    attributes,
    createdAt: status.createdAt,
    completedAt: status.completedAt ?? null,
  };
}

export function toStep(step: Step): WorkflowStep {
  return {
    index: step.functionID,
    name: step.name,
    result: fromEnvelope(step.output),
    failed: step.error !== null,
    startedAt: step.startedAtEpochMs ?? null,
    completedAt: step.completedAtEpochMs ?? null,
  };
}

export function toInput(filter: WorkflowFilter): Input {
  const { ids, workflow, states, queue, parent, createdFrom, createdUntil } = filter;
  const attributes = { ...filter.attributes, ...(queue === undefined ? {} : { [QUEUE_ATTRIBUTE]: queue }) };
  const statuses = Object.keys(STATES) as StatusName[];
  return {
    loadInput: false,
    loadOutput: false,
    limit: filter.limit ?? LIMIT,
    sortDesc: filter.newestFirst ?? false,
    attributes,
    ...(filter.offset === undefined ? {} : { offset: filter.offset }),
    ...(ids === undefined ? {} : { workflowIDs: [...ids] }),
    ...(workflow === undefined ? {} : { workflowName: workflow }),
    ...(states === undefined ? {} : { status: statuses.filter((status) => states.includes(STATES[status])) }),
    ...(parent === undefined ? {} : { parentWorkflowID: parent }),
    ...(createdFrom === undefined ? {} : { startTime: new Date(createdFrom).toISOString() }),
    ...(createdUntil === undefined ? {} : { endTime: new Date(createdUntil).toISOString() }),
  };
}
