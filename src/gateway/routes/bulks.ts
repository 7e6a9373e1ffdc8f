import { approveBulk, listBulks, planBulk, undoBulk, type BulkInfo } from "../../api/index.ts";
import type { StoredBulk } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";
import { callerOf } from "./caller.ts";

export const bulkRoutes: readonly Route[] = [
  defineRoute(planBulk, async ({ app, body, ctx }) => {
    const { mails, ...plan } = await app.run("planBulk", body, {}, ctx);
    return { ...plan, mails: mails.map((mail) => ({ ...mail, at: new Date(mail.at).toISOString() })) };
  }),
  defineRoute(approveBulk, async ({ app, body, principal, ctx }) => {
    await app.conversations();
    return toInfo(await app.run("approveBulk", body, callerOf(principal), ctx));
  }),
  defineRoute(listBulks, async ({ app, ctx }) => ({ bulks: (await app.run("bulks", {}, {}, ctx)).bulks.map(toInfo) })),
  defineRoute(undoBulk, async ({ app, params, principal, ctx }) => {
    await app.conversations();
    return toInfo(await app.run("undoBulk", params, callerOf(principal), ctx));
  }),
];

function toInfo({ id, words, at, mails }: StoredBulk): BulkInfo {
  return { id, words, at: new Date(at).toISOString(), mails: mails.map(({ mail, state }) => ({ mail, state })) };
}
