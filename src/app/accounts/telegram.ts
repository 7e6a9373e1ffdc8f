import { z } from "zod";
import { isBotToken, statusOf, telegramSettings, type TelegramSettings } from "../../connectors/index.ts";
import { AppError, type Endpoint } from "../../core/index.ts";
import type { Account } from "../../store/index.ts";
import type { AccountType } from "./types.ts";

/** A bot of Telegram, let in with the token that BotFather gave. */
export const telegramAccount: AccountType<TelegramSettings> = {
  settings: telegramSettings,
  purpose: (id) => `account:${id}`,
  places: ({ api }) => [placeOf(api)],
  needsSecret: true,
  async check({ account, settings, secret }, onPhase, ctx) {
    onPhase("bot");
    if (!isBotToken(secret)) throw new AppError("E_ACCOUNT", "This is no token of a bot.", { hint: TOKEN });
    const { askBot } = await import("../../connectors/index.ts");
    const bot = await askBot({ id: account.id, api: settings.api, token: secret }, ctx).catch((thrown: unknown) => {
      const status = statusOf(thrown);
      if (status === 401 || status === 404) {
        throw new AppError("E_ACCOUNT", "Telegram does not know this token.", { hint: TOKEN, cause: thrown });
      }
      throw new AppError("E_NETWORK", "Telegram cannot be reached.", { hint: "Try again later.", cause: thrown });
    });
    return {
      address: `@${bot.name}`,
      effects: { "telegram.send": "neither", "telegram.edit": "keyed", "telegram.file": "neither" },
      notes: [],
    };
  },
  adapters: {
    async "telegram.send"({ account, settings, secret }) {
      const { createTelegramAdapter } = await import("../../connectors/index.ts");
      return createTelegramAdapter({ id: account.id, api: settings.api, token: secret });
    },
    async "telegram.edit"({ account, settings, secret }) {
      const { createEditAdapter, openBot } = await import("../../connectors/index.ts");
      return createEditAdapter((ctx) => openBot({ id: account.id, api: settings.api, token: secret }, ctx));
    },
  },
};

/** Of a connected one, without the "@"; empty where nobody has asked it yet. */
export function botNameOf({ check }: Pick<Account, "check">): string {
  const found = z.object({ address: z.string() }).safeParse(check);
  return found.success ? found.data.address.replace(/^@/u, "") : "";
}

const TOKEN = "Write /newbot to @BotFather in Telegram; it answers with a token like 123456:ABC….";

function placeOf(api: string): Endpoint {
  const { hostname, port, protocol } = new URL(api);
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) || (protocol === "https:" ? 443 : 80) };
}
