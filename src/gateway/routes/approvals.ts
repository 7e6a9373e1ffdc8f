import { decideApproval, listApprovals, listPastApprovals } from "../../api/index.ts";
import { defineRoute, type Principal, type Route } from "../types.ts";

export const approvalRoutes: readonly Route[] = [
  defineRoute(listApprovals, async ({ app }) => ({
    approvals: (await app.conversations())
      .approvals()
      .map(({ at, expires, ...approval }) => ({ ...approval, at: toIso(at), expires: toIso(expires) })),
  })),
  defineRoute(listPastApprovals, ({ app, query, ctx }) => app.run("approvalHistory", query, {}, ctx)),
  defineRoute(decideApproval, async ({ app, params, body, principal }) => {
    await (await app.conversations()).decide(params.id, body.decision, body.hash, deciderOf(principal));
    return { ok: true } as const;
  }),
];

const toIso = (at: number): string => new Date(at).toISOString();

/** A browser is the UI, the socket of the home the command line; the rest are programs with a token. */
function deciderOf(principal: Principal | null) {
  const via = principal?.kind === "device" ? "ui" : principal?.kind === "socket" ? "cli" : "api";
  return { by: principal?.id ?? "", via } as const;
}
