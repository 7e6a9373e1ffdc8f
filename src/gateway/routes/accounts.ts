import {
  accountContents,
  changeAccount,
  checkAccount,
  connectAccount,
  discoverServers,
  listAccounts,
  removeAccount,
  switchAccount,
  type AccountFrame,
} from "../../api/index.ts";
import type { AccountEvent, AccountView } from "../../app/index.ts";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import { toFailure } from "../answer.ts";
import { createFrameQueue } from "../frames.ts";
import type { Speak } from "../language.ts";
import { defineRoute, defineStream, type Principal, type Route, type Sent } from "../types.ts";

export const accountRoutes: readonly Route[] = [
  defineRoute(listAccounts, async ({ app, ctx }) => {
    const { accounts } = await app.run("accounts", {}, {}, ctx);
    return { accounts: accounts.map(toInfo) };
  }),
  defineRoute(discoverServers, ({ app, body, ctx }) => app.run("discoverMail", body, {}, ctx)),
  defineStream(connectAccount, ({ app, body: { name, ...body }, principal, speak, ctx }) => {
    const input = { ...body, ...named(name), by: who(principal) };
    return Promise.resolve(toSent((hooks) => app.run("connectAccount", input, hooks, ctx), { speak, ctx }));
  }),
  defineStream(changeAccount, ({ app, params, body, principal, speak, ctx }) => {
    const { name, settings, secret } = body;
    const input = { account: params.id, secret, by: who(principal), ...named(name), ...(settings ? { settings } : {}) };
    return Promise.resolve(toSent((hooks) => app.run("changeAccount", input, hooks, ctx), { speak, ctx }));
  }),
  defineRoute(checkAccount, async ({ app, params, ctx }) => {
    const { accounts } = await app.run("checkAccounts", { account: params.id }, {}, ctx);
    const [account] = accounts;
    if (!account) throw new AppError("E_NOT_FOUND", "The account was removed meanwhile.");
    return toInfo(account);
  }),
  defineRoute(switchAccount, async ({ app, params, body, principal, ctx }) =>
    toInfo(await app.run("switchAccount", { account: params.id, isOn: body.isOn, by: who(principal) }, {}, ctx)),
  ),
  defineRoute(accountContents, async ({ app, params, ctx }) => {
    const { goes } = await app.run("accountContents", { account: params.id }, {}, ctx);
    return { goes };
  }),
  defineRoute(removeAccount, async ({ app, params, principal, ctx }) => {
    const { gone } = await app.run("removeAccount", { account: params.id, by: who(principal) }, {}, ctx);
    return { gone };
  }),
];

const who = (principal: Principal | null): string => principal?.id ?? "owner";
const named = (name: string | undefined): { name?: string } => (name === undefined ? {} : { name });

const toInfo = ({ effects, notes, ...account }: AccountView) => {
  return { ...account, effects: { ...effects }, notes: [...notes] };
};

/** What is being tried, then the account or why it was not kept. */
async function* toSent(
  work: (hooks: { onEvent(event: AccountEvent): void }) => Promise<AccountView>,
  { speak, ctx }: { speak: Speak; ctx: Context },
): AsyncIterable<Sent<AccountFrame>> {
  const frames = createFrameQueue<AccountFrame>(ctx.clock);
  work({ onEvent: ({ phase }) => frames.push({ phase }) }).then(
    (account) => frames.end({ account: toInfo(account) }),
    async (thrown: unknown) => frames.end({ error: await speak(toFailure(toAppError(thrown)).error) }),
  );
  for await (const data of frames) yield { data };
}
