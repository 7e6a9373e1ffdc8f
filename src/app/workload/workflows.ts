import type { WorkflowInfo, WorkflowStep } from "../../durable/index.ts";
import { scheduleOf } from "./requests.ts";
import type { Work, WorkStep } from "./types.ts";

/** Work of the engine that is no turn of a conversation. */
export function fromWorkflow({ id, workflow, state, createdAt, completedAt }: WorkflowInfo): Work {
  const times = { since: createdAt, started: createdAt, ended: completedAt };
  return { id, kind: workflow, state, session: null, request: "", schedule: scheduleOf(id), ...times, step: null };
}

/** The engine records a step when it has ended; what is under way is not among them. */
export function toWorkStep({ index, name, failed, startedAt, completedAt }: WorkflowStep): WorkStep {
  return {
    id: String(index),
    name,
    op: null,
    state: failed ? "failed" : "done",
    started: startedAt,
    ended: completedAt,
  };
}

/** The message that this work sent, where it has sent one: its request is ended with it. */
export function sentBy(steps: readonly WorkflowStep[]): string | null {
  const result = steps.find(({ name }) => name === "send")?.result;
  return typeof result === "string" && result.startsWith("msg_") ? result : null;
}
