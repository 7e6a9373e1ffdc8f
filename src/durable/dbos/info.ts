import type { WorkflowFilter, WorkflowInfo, WorkflowState, WorkflowStep } from "../types.ts";
import type { Sdk } from "./sdk.ts";
import { fromEnvelope } from "./values.ts";

type Status = Awaited<ReturnType<Sdk["listWorkflows"]>>[number];
type Step = NonNullable<Awaited<ReturnType<Sdk["listWorkflowSteps"]>>>[number];
type Input = Parameters<Sdk["listWorkflows"]>[0];
type StatusName = Extract<NonNullable<Input["status"]>, string>;

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
  return {
    id: status.workflowID,
    workflow: status.workflowName,
    state: STATES[status.status as StatusName],
    createdAt: status.createdAt,
    completedAt: status.completedAt ?? null,
  };
}

export function toStep(step: Step): WorkflowStep {
  return {
    name: step.name,
    result: fromEnvelope(step.output),
    failed: step.error !== null,
    startedAt: step.startedAtEpochMs ?? null,
    completedAt: step.completedAtEpochMs ?? null,
  };
}

export function toInput(filter: WorkflowFilter): Input {
  const { ids, workflow, states, limit = LIMIT, newestFirst = false } = filter;
  const statuses = Object.keys(STATES) as StatusName[];
  return {
    loadInput: false,
    loadOutput: false,
    limit,
    sortDesc: newestFirst,
    ...(ids === undefined ? {} : { workflowIDs: [...ids] }),
    ...(workflow === undefined ? {} : { workflowName: workflow }),
    ...(states === undefined ? {} : { status: statuses.filter((status) => states.includes(STATES[status])) }),
  };
}
