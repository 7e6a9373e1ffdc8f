import type { Work, WorkStep } from "../../../app/index.ts";

/** Words about `kralle runs`. */
export const runs = {
  about: "see what is being done and was done, step by step; cancel or resume it",
  help: {
    action: "list, show, cancel or resume",
    id: "show, cancel, resume: id of a run",
    state: "list: only waiting, running, done, failed, cancelled or gaveUp",
    limit: "list: at most so many",
    before: "list: go on from where the page before ended",
    json: "print one JSON document",
  },
  unknownAction: (name: string) => `"kralle runs ${name}" does not exist.`,
  actions: "Use one of: list, show ID, cancel ID, resume ID.",
  missing: "The id of the run is missing.",
  none: 'Nothing was done yet. `kralle ask "…"` would be the first.',
  noneOf: (state: string) => `No run is in the state "${state}".`,
  headings: ["began", "state", "took", "run", ""],
  more: (cursor: string) => `There are more: \`kralle runs --before ${cursor}\`.`,
  states: {
    waiting: "waits",
    running: "at work",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
    gaveUp: "given up",
  } satisfies Record<Work["state"], string>,
  steps: "Steps",
  step: { open: "not begun", running: "at work", done: "done", failed: "failed" } satisfies Record<
    WorkStep["state"],
    string
  >,
  noSteps: "No step yet.",
  bySchedule: (name: string) => `by the schedule ${name}`,
  inSession: (id: string) => `conversation ${id}`,
  sent: (id: string) => `its request is ${id}`,
  cancelled: (id: string) => `${id} is cancelled.`,
  endedBefore: (id: string, state: string) => `${id} had ended: ${state}.`,
  resumed: (id: string) => `${id} goes on.`,
};
