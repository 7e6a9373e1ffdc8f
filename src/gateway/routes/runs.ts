import { cancelRun, listRuns, resumeRun, showRun, type RunInfo, type RunStepInfo } from "../../api/index.ts";
import type { Work, WorkStep } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const runRoutes: readonly Route[] = [
  defineRoute(listRuns, async ({ app, query, ctx }) => {
    await app.conversations();
    const { runs, next } = await app.run("runs", query, {}, ctx);
    return { runs: runs.map(toRun), next };
  }),
  defineRoute(showRun, async ({ app, params, ctx }) => {
    await app.conversations();
    const { run, steps, ...rest } = await app.run("run", params, {}, ctx);
    return { run: toRun(run), steps: steps.map(toStep), ...rest };
  }),
  defineRoute(cancelRun, async ({ app, params, ctx }) => {
    await app.conversations();
    return toRun(await app.run("cancelRun", params, {}, ctx));
  }),
  defineRoute(resumeRun, async ({ app, params, ctx }) => {
    await app.conversations();
    return toRun(await app.run("resumeRun", params, {}, ctx));
  }),
];

const toIso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function toRun({ since: _since, started, ended, ...rest }: Work): RunInfo {
  return { ...rest, started: new Date(started).toISOString(), ended: toIso(ended) };
}

const toStep = ({ started, ended, ...step }: WorkStep): RunStepInfo => ({
  ...step,
  started: toIso(started),
  ended: toIso(ended),
});
