import {
  chooseModel,
  fitModels,
  listModels,
  listResidents,
  probeModel,
  pullModel,
  removeModel,
  searchModels,
  showModel,
} from "../../api/index.ts";
import type { App, Job, JobProgress, ProbeEvent, PullProgress } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";
import { toJob } from "./jobs.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

export const modelRoutes: readonly Route[] = [
  defineRoute(listModels, async ({ app, ctx }) => {
    const { models, installed, engines, default: chosen } = await app.run("models", {}, {}, ctx);
    return {
      installed: installed.map(({ projector, ...model }) => ({
        ...model,
        sees: projector !== null,
        isDefault: model.id === chosen || model.name === chosen,
      })),
      starters: models.filter(({ role }) => role === "starter"),
      engines: engines.map(({ name, type, url, leaves, ok, error, models: served }) => ({
        name,
        type,
        url,
        leaves,
        ok,
        problem: error?.message ?? null,
        models: served,
      })),
      default: chosen,
    };
  }),
  defineRoute(fitModels, async ({ app, query, ctx }) => {
    const [{ machine, models }, { installed }] = await Promise.all([
      app.run("fit", { machine: query.machine ?? null }, {}, ctx),
      app.run("models", {}, {}, ctx),
    ]);
    const here = new Set(installed.map(({ id }) => id));
    return {
      machine: {
        described: machine.described,
        cores: machine.cores,
        memoryBytes: machine.memory.totalBytes,
        freeBytes: machine.memory.freeBytes,
        devices: machine.devices.map(({ name, memoryBytes }) => ({ name, memoryBytes })),
      },
      models: models.map((model) => ({ ...model, installed: here.has(model.id) })),
    };
  }),
  defineRoute(listResidents, async ({ app, ctx }) => {
    const { models, budgetBytes } = await app.run("ps", {}, {}, ctx);
    return {
      models: models.map(({ lastUsed, expires, ...model }) => ({
        ...model,
        lastUsed: iso(lastUsed),
        expires: expires === null ? null : iso(expires),
      })),
      budgetBytes,
    };
  }),
  defineRoute(showModel, async ({ app, query, ctx }) => {
    const { ability, ...profile } = await app.run("show", { name: query.name }, {}, ctx);
    return { ...profile, ability: ability === null ? null : { ...ability } };
  }),
  defineRoute(searchModels, async ({ app, query, ctx }) => {
    const { models } = await app.run("search", { words: query.q.split(/\s+/u).slice(0, 20) }, {}, ctx);
    return {
      models: models.map(({ sizes, ...model }) => ({
        ...model,
        bytes: sizes["Q4_K_M"] ?? Object.values(sizes)[0] ?? null,
      })),
    };
  }),
  defineRoute(pullModel, async ({ app, body, ctx }) => {
    const { name, quantisation = null, acceptLicence = false } = body;
    const { id } = app.jobs.start("pull", name, async (tell, inner) => {
      const onEvent = ({ progress }: { progress: PullProgress }): void => tell(fromPull(progress));
      await app.run("pull", { name, quantisation, acceptLicence }, { onEvent }, inner);
      app.changes.tell("models");
    });
    return toJob(await underWay(app, id, ctx.signal));
  }),
  defineRoute(probeModel, ({ app, body }) =>
    Promise.resolve(
      toJob(
        app.jobs.start("probe", body.name, async (tell, inner) => {
          await app.run("probe", { name: body.name }, { onEvent: (event) => tell(fromProbe(event)) }, inner);
          app.changes.tell("models");
        }),
      ),
    ),
  ),
  defineRoute(removeModel, async ({ app, query, ctx }) => {
    const removed = await app.run("removeWeights", { name: query.name }, {}, ctx);
    app.changes.tell("models");
    return removed;
  }),
  defineRoute(chooseModel, async ({ app, body, ctx }) => {
    if (body.name === null) await app.run("setSettings", { models: { default: null } }, {}, ctx);
    else await app.run("setDefault", { name: body.name }, {}, ctx);
    app.changes.tell("models");
    return { default: body.name };
  }),
];

const UNDER_WAY_MS = 3_000;

/** The job once it fetches. What a name or a licence forbids shows at once, and is the answer of who asked. */
async function underWay(app: App, id: string, signal: AbortSignal): Promise<Job> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(UNDER_WAY_MS)]);
  for await (const job of app.jobs.follow(id, patience)) {
    if (job.state === "failed" && job.error !== null) throw job.error;
    if (job.state !== "running" || job.progress !== null) return job;
  }
  return app.jobs.get(id);
}

function fromPull({ phase, receivedBytes, totalBytes, bytesPerSecond, etaMs }: PullProgress): JobProgress {
  const share = totalBytes > 0 ? Math.min(1, receivedBytes / totalBytes) : null;
  return { phase, share, receivedBytes, totalBytes, bytesPerSecond, etaMs };
}

const phaseOnly = (phase: string): JobProgress => ({
  phase,
  share: null,
  receivedBytes: null,
  totalBytes: null,
  bytesPerSecond: null,
  etaMs: null,
});

function fromProbe(event: ProbeEvent): JobProgress {
  if (event.type === "depth") return phaseOnly("depth");
  if (event.event.type === "weights") return fromPull(event.event.progress);
  return phaseOnly(event.event.type);
}
