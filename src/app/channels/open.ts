import type { TelegramChannel } from "../../channels/telegram/index.ts";
import { toAppError, type Context } from "../../core/index.ts";
import type { Account } from "../../store/index.ts";
import type { App } from "../app.ts";
import type { Conversations } from "../conversations/types.ts";
import type { Services } from "../services.ts";
import type { Channels } from "./types.ts";

export interface ChannelHouse {
  services: Services;
  conversations: Conversations;
  run: App["run"];
}

interface Opened {
  /** What it was opened with: another one is opened anew. */
  state: string;
  channel: TelegramChannel;
}

/** Follows the accounts from now on. The code of a channel is read when the first account of its kind is on. */
export function openChannels(house: ChannelHouse, outer: Context): Channels {
  const closing = new AbortController();
  const ctx: Context = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
  const { services } = house;
  const open = new Map<string, Opened>();
  let last: Promise<void> = Promise.resolve();

  async function stateOf(account: Account): Promise<string> {
    const secret = await (await services.store()).secrets.get(`account:${account.id}`);
    return JSON.stringify([account.settings, account.check, secret?.updated ?? null]);
  }

  async function syncNow(): Promise<void> {
    const accounts = (await (await services.store()).accounts.list("telegram")).filter(({ isOn }) => isOn);
    const wanted = new Map(
      await Promise.all(accounts.map(async (one) => [one.id, { account: one, state: await stateOf(one) }] as const)),
    );
    for (const [id, { channel, state }] of open) {
      if (wanted.get(id)?.state === state) continue;
      open.delete(id);
      await channel.close();
    }
    for (const [id, { account, state }] of wanted) {
      if (open.has(id) || ctx.signal.aborted) continue;
      const { openTelegramAccount } = await import("./telegram.ts");
      open.set(id, { state, channel: await openTelegramAccount(account, house, ctx) });
    }
  }

  const sync = (): Promise<void> => {
    const mine = last.then(syncNow);
    last = mine.catch((thrown: unknown) => {
      if (!ctx.signal.aborted) ctx.log.error("a channel could not be opened", { error: toAppError(thrown) });
    });
    return mine;
  };

  async function follow(): Promise<void> {
    await sync().catch(() => undefined); // told already
    for await (const { type } of services.changes.listen(ctx.signal)) {
      if (type === "accounts") await sync().catch(() => undefined); // told already
    }
  }
  const following = follow();

  return {
    sync,
    strangers: (account) => open.get(account)?.channel.strangers() ?? [],
    async close() {
      closing.abort();
      await following;
      await last;
      await Promise.all([...open.values()].map(({ channel }) => channel.close()));
    },
  };
}
