import { addPolicy, explainPolicy, listPolicy, removePolicy, type PolicyInfo } from "../../api/index.ts";
import type { PolicyView } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const policyRoutes: readonly Route[] = [
  defineRoute(listPolicy, async ({ app, ctx }) => {
    const { lines } = await app.run("policy", {}, {}, ctx);
    return { lines: lines.map(toLine) };
  }),
  defineRoute(addPolicy, async ({ app, body, ctx }) => toLine(await app.run("addPolicy", body, {}, ctx))),
  defineRoute(removePolicy, ({ app, params: { id }, ctx }) => app.run("removePolicy", { id }, {}, ctx)),
  defineRoute(explainPolicy, ({ app, query: { tool, to, amount }, ctx }) =>
    app.run("explainPolicy", { tool, to: to === undefined ? null : [to], amount: amount ?? null }, {}, ctx),
  ),
];

function toLine({ id, text, words, created }: PolicyView): PolicyInfo {
  return { id, text, words, created: new Date(created).toISOString() };
}
