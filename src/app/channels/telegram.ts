import { openTelegram, type ChannelParts, type TelegramChannel } from "../../channels/telegram/index.ts";
import { openBot, telegramSettings } from "../../connectors/index.ts";
import { createRedactor, type AppError, type Context } from "../../core/index.ts";
import type { Account } from "../../store/index.ts";
import { botNameOf } from "../accounts/telegram.ts";
import { outboundOf } from "./outbound.ts";
import type { ChannelHouse } from "./open.ts";
import { reportsOf } from "./reports.ts";
import { talksOf } from "./talks.ts";

/** Opens the channel of one bot. Says nothing to Telegram itself: where that cannot be reached, the channel waits for it. */
export async function openTelegramAccount(
  account: Account,
  house: ChannelHouse,
  ctx: Context,
): Promise<TelegramChannel> {
  const { services } = house;
  const { id } = account;
  const [store, secrets] = await Promise.all([services.store(), services.secrets()]);
  const { api } = telegramSettings.parse(account.settings);
  const token = await secrets.resolve(`account:${id}`, `account:${id}`);
  const bot = await openBot({ id, api, token }, ctx);
  const parts: ChannelParts = {
    account: id,
    bot,
    store,
    commands: reportsOf(house, store, ctx),
    talks: talksOf(house, store, ctx),
    outbound: await outboundOf(account, bot, services),
    async language() {
      const told = (await store.profile.get()).language;
      return told ?? (/^de/iu.test(services.env["LC_ALL"] ?? services.env["LANG"] ?? "") ? "de" : "en");
    },
    changes: (signal) => services.changes.listen(signal),
    trouble: troubleOf(account, token, house, ctx),
  };
  // The first part of a token is the bot's own id.
  const self = { id: Number(token.split(":")[0]), name: botNameOf(account) };
  return openTelegram(parts, self, ctx);
}

/** Kept with the account when it changes, and shown wherever accounts are; without the token, which stands in the address of each request. */
function troubleOf(
  { id, trouble }: Account,
  token: string,
  { services }: ChannelHouse,
  ctx: Context,
): ChannelParts["trouble"] {
  const { redact } = createRedactor([token]);
  let last = trouble?.code ?? null;
  return (error: AppError | null) => {
    const code = error?.code ?? null;
    if (code === last) return;
    last = code;
    const kept = error && { code: error.code, message: redact(error.message), at: ctx.clock.now() };
    services
      .store()
      .then(({ accounts }) => accounts.update(id, { trouble: kept }))
      .then(
        () => services.changes.tell("accounts", id),
        (thrown: unknown) => ctx.log.warn("the trouble of an account was not kept", { account: id, error: thrown }),
      );
  };
}
