import { cancelJob, followJob, listJobs, type JobInfo } from "../../api/index.ts";
import type { Job } from "../../app/index.ts";
import { toFailure } from "../answer.ts";
import { defineRoute, defineStream, type Route, type Sent } from "../types.ts";

export const jobRoutes: readonly Route[] = [
  defineRoute(listJobs, ({ app }) => Promise.resolve({ jobs: app.jobs.list().map(toJob) })),
  defineStream(followJob, ({ app, params, ctx }) => {
    app.jobs.get(params.id);
    return Promise.resolve(toSent(app.jobs.follow(params.id, ctx.signal)));
  }),
  defineRoute(cancelJob, async ({ app, params }) => toJob(await app.jobs.cancel(params.id))),
];

async function* toSent(jobs: AsyncIterable<Job>): AsyncIterable<Sent<JobInfo>> {
  for await (const job of jobs) yield { data: toJob(job) };
}

export function toJob({ error, started, ended, ...job }: Job): JobInfo {
  return {
    ...job,
    error: error === null ? null : toFailure(error).error,
    started: new Date(started).toISOString(),
    ended: ended === null ? null : new Date(ended).toISOString(),
  };
}
