import type { WorkflowState } from "../../durable/index.ts";

/** What people ask for. All other kinds are called like their workflow. */
export const REQUEST = "request";

/** A piece of work that a crash does not lose: a request of somebody, or work that Kralle does by itself. */
export interface Work {
  id: string;
  kind: string;
  state: WorkflowState;
  /** The conversation that it belongs to. */
  session: string | null;
  /** What was asked, in the person's words; empty for work that nobody asked for. */
  request: string;
  /** The schedule that began it. */
  schedule: string | null;
  /** When it was accepted, ms UTC: the order of lists. */
  since: number;
  /** When it began, ms UTC; of what waits, when it was accepted. */
  started: number;
  ended: number | null;
  /** What it does now, or did last; null where that is not known, or nothing was begun. */
  step: string | null;
}

/** open: not begun, or not recorded yet. */
export interface WorkStep {
  id: string;
  /** Why it is there, in the plan's words; of other work the step's name. */
  name: string;
  /** Operation of the plan; null for other work. */
  op: string | null;
  state: "open" | "running" | "done" | "failed";
  /** ms UTC */
  started: number | null;
  ended: number | null;
}
