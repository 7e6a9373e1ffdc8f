import { z } from "zod";
import { failure, id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** Long work that is not a conversation: fetching a model, measuring one. It lives as long as the gateway does. */
export const job = z.object({
  id: z.string(),
  kind: z.enum(["pull", "probe"]),
  /** What it is about, for a person. */
  name: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  /** Null while nothing is known. */
  progress: z
    .object({
      /** What is being done: "download", "verify", "load" …. */
      phase: z.string(),
      /** 0 to 1; null where the end is not known. */
      share: z.number().min(0).max(1).nullable(),
      receivedBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
      bytesPerSecond: z.number().nullable(),
      etaMs: z.number().nullable(),
    })
    .nullable(),
  error: failure.shape.error.nullable(),
  started: moment,
  ended: moment.nullable(),
});
export type JobInfo = z.infer<typeof job>;

const byId = z.object({ id });

export const listJobs = defineEndpoint({
  method: "GET",
  path: "/api/jobs",
  scope: "read",
  about: "Long work of this gateway, the newest first; what ended is kept for an hour.",
  answer: z.object({ jobs: z.array(job) }),
});

export const followJob = defineEndpoint({
  method: "GET",
  path: "/api/jobs/:id/events",
  scope: "read",
  about: "A job as it stands, again after each change, until it has ended.",
  params: byId,
  answer: job,
  stream: true,
});

export const cancelJob = defineEndpoint({
  method: "DELETE",
  path: "/api/jobs/:id",
  scope: "act",
  about: "Ends a job; what was fetched stays and is gone on with the next time.",
  params: byId,
  answer: job,
});
