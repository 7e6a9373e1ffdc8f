import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const state = z.enum(["waiting", "running", "done", "failed", "cancelled", "gaveUp"]);

const run = z.object({
  id: z.string(),
  /** "request", or the name of a workflow. */
  kind: z.string(),
  session: z.string().nullable(),
  /** The person's words; empty for work that nobody asked for. */
  request: z.string(),
  /** The schedule that began it. */
  schedule: z.string().nullable(),
  /** gaveUp: the process ended during it again and again. */
  state,
  /** Of what waits, when it was accepted. */
  started: moment,
  ended: moment.nullable(),
  /** What it does now, or did last. */
  step: z.string().nullable(),
});
export type RunInfo = z.infer<typeof run>;

const step = z.object({
  id: z.string(),
  name: z.string(),
  /** Operation of the plan. */
  op: z.string().nullable(),
  /** open: not begun. */
  state: z.enum(["open", "running", "done", "failed"]),
  started: moment.nullable(),
  ended: moment.nullable(),
});
export type RunStepInfo = z.infer<typeof step>;

const byRun = z.object({ id: z.string().min(1).max(128) });

export const listRuns = defineEndpoint({
  method: "GET",
  path: "/api/runs",
  scope: "read",
  about: "Work of every kind, what waits and runs too, the newest first.",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(1000).default(50),
    session: z.string().max(64).optional(),
    state: state.optional(),
    /** `next` of the page before. */
    before: z.string().max(200).optional(),
  }),
  answer: z.object({ runs: z.array(run), next: z.string().nullable() }),
});

export const showRun = defineEndpoint({
  method: "GET",
  path: "/api/runs/:id",
  scope: "read",
  about: "A piece of work with its steps; of a request its plan as it was stored before it ran, and its result.",
  params: byRun,
  answer: z.object({
    run,
    steps: z.array(step),
    plan: z.unknown(),
    result: z.unknown(),
    /** Of work that sent a request: that request's run. */
    sent: z.string().nullable(),
  }),
});

export const cancelRun = defineEndpoint({
  method: "POST",
  path: "/api/runs/:id/cancel",
  scope: "act",
  about: "Ends work that waits or runs; what has ended stays as it ended.",
  params: byRun,
  answer: run,
});

export const resumeRun = defineEndpoint({
  method: "POST",
  path: "/api/runs/:id/resume",
  scope: "act",
  about: "Lets work go on that was cancelled, or given up after crashes.",
  params: byRun,
  answer: run,
});
