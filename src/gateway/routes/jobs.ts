import { cancelJob, followJob, listJobs, type JobInfo } from "../../api/index.ts";
import type { Job } from "../../app/index.ts";
import { toFailure } from "../answer.ts";
import type { Speak } from "../language.ts";
import { defineRoute, defineStream, type Route, type Sent } from "../types.ts";

export const jobRoutes: readonly Route[] = [
  defineRoute(listJobs, async ({ app, speak }) => ({
    jobs: await Promise.all(app.jobs.list().map((job) => spoken(toJob(job), speak))),
  })),
  defineStream(followJob, ({ app, params, speak, ctx }) => {
    app.jobs.get(params.id);
    return Promise.resolve(toSent(app.jobs.follow(params.id, ctx.signal), speak));
  }),
  defineRoute(cancelJob, async ({ app, params }) => toJob(await app.jobs.cancel(params.id))),
];

async function* toSent(jobs: AsyncIterable<Job>, speak: Speak): AsyncIterable<Sent<JobInfo>> {
  for await (const job of jobs) yield { data: await spoken(toJob(job), speak) };
}

async function spoken(job: JobInfo, speak: Speak): Promise<JobInfo> {
  return job.error ? { ...job, error: await speak(job.error) } : job;
}

export function toJob({ error, started, ended, ...job }: Job): JobInfo {
  return {
    ...job,
    error: error === null ? null : toFailure(error).error,
    started: new Date(started).toISOString(),
    ended: ended === null ? null : new Date(ended).toISOString(),
  };
}
