import { decideApproval, listApprovals } from "../../api/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const approvalRoutes: readonly Route[] = [
  defineRoute(listApprovals, async ({ app }) => ({
    approvals: (await app.conversations())
      .approvals()
      .map(({ at, ...approval }) => ({ ...approval, at: new Date(at).toISOString() })),
  })),
  defineRoute(decideApproval, async ({ app, params, body }) => {
    (await app.conversations()).decide(params.id, body.decision, body.hash);
    return { ok: true } as const;
  }),
];
