import { listAudit, verifyAudit } from "../../api/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const auditRoutes: readonly Route[] = [
  defineRoute(listAudit, ({ app, query, ctx }) => app.run("auditRecords", query, {}, ctx)),
  defineRoute(verifyAudit, ({ app, query: { head }, ctx }) =>
    app.run("verifyAudit", { heads: head === undefined ? [] : [head] }, {}, ctx),
  ),
];
