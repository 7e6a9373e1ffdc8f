import { changeSettings, followHome, getSettings, getUsage, searchMessages } from "../../api/index.ts";
import type { HomeChange, InputOf } from "../../app/index.ts";
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
