import {
  changeSettings,
  followHome,
  getSettings,
  getUsage,
  listRuns,
  searchMessages,
  showRun,
} from "../../api/index.ts";
import type { HomeChange, InputOf, RunSummary } from "../../app/index.ts";
import { defineRoute, defineStream, type Route, type Sent } from "../types.ts";

export const homeRoutes: readonly Route[] = [
  defineStream(followHome, ({ app, ctx }) => Promise.resolve(toSent(app.changes.listen(ctx.signal), ctx.clock.now))),
  defineRoute(searchMessages, async ({ app, query, ctx }) => ({
    hits: (await app.run("searchMessages", { words: query.q, limit: query.limit }, {}, ctx)).map(
      ({ text, marks, at, ...hit }) => ({
        ...hit,
        snippet: text,
        marks: marks.map(([start, end]) => ({ start, end })),
        at: new Date(at).toISOString(),
      }),
    ),
  })),
  defineRoute(getUsage, ({ app, query, ctx }) => app.run("usage", query, {}, ctx)),
  defineRoute(listRuns, async ({ app, query: { limit, session }, ctx }) => ({
    runs: (await app.run("runs", { limit, ...(session === undefined ? {} : { session }) }, {}, ctx)).map(toRun),
  })),
  defineRoute(showRun, async ({ app, params, ctx }) => {
    const { run, plan, result } = await app.run("why", { run: params.id }, {}, ctx);
    return { run: toRun(run), plan, result };
  }),
  defineRoute(getSettings, async ({ app, ctx }) => ({
    settings: await app.run("settings", {}, {}, ctx),
    version: app.version,
    home: app.home,
    port: app.gateway.port,
  })),
  defineRoute(changeSettings, async ({ app, body, ctx }) => ({
    settings: await app.run("setSettings", body as InputOf<"setSettings">, {}, ctx),
  })),
];

async function* toSent(changes: AsyncIterable<HomeChange>, now: () => number) {
  for await (const change of changes) {
    yield { data: { ...change, at: new Date(now()).toISOString() } } satisfies Sent<unknown>;
  }
}

function toRun({ started, ended, ...run }: RunSummary) {
  return {
    ...run,
    started: new Date(started).toISOString(),
    ended: ended === null ? null : new Date(ended).toISOString(),
  };
}
