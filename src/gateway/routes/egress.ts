import { getPrivacy, listEgress, setPrivacy } from "../../api/index.ts";
import { defineRoute, type Route } from "../types.ts";

const toMoment = (ms: number): string => new Date(ms).toISOString();

const toState = ({ isLocked, since }: { isLocked: boolean; since: number | null }) => ({
  isLocked,
  since: since === null ? null : toMoment(since),
});

export const egressRoutes: readonly Route[] = [
  defineRoute(listEgress, async ({ app, query: { since, limit }, ctx }) => {
    const from = since === undefined ? 0 : Date.parse(since);
    const { requests } = await app.run("egress", { since: from, limit }, {}, ctx);
    return { requests: requests.map((one) => ({ ...one, at: toMoment(one.at) })) };
  }),
  defineRoute(getPrivacy, async ({ app, ctx }) => toState(await app.run("privacy", {}, {}, ctx))),
  defineRoute(setPrivacy, async ({ app, body: { isLocked }, ctx }) =>
    toState(await app.run(isLocked ? "lockPrivacy" : "unlockPrivacy", {}, {}, ctx)),
  ),
];
