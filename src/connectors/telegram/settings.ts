import { z } from "zod";
import type { Context } from "../../core/index.ts";
import { secureUrl } from "../secureUrl.ts";
import { openBot, type BotAccount } from "./bot.ts";

/** `api`: another Bot API server than Telegram's own, which anybody may run (https://github.com/tdlib/telegram-bot-api). */
export const telegramSettings = z.object({
  api: secureUrl.transform((url) => url.replace(/\/+$/u, "")).default("https://api.telegram.org"),
});
export type TelegramSettings = z.infer<typeof telegramSettings>;

/** As BotFather gives it out. */
export const isBotToken = (text: string): boolean => /^\d{3,20}:[\w-]{3,100}$/u.test(text);

/** Which bot this token is of. Throws what `Bot.call` does. */
export async function askBot(account: BotAccount, ctx: Context): Promise<{ id: number; name: string; title: string }> {
  const bot = await openBot(account, ctx);
  const { id, username, first_name: title } = await bot.call("getMe", undefined, ctx.signal);
  return { id, name: username, title };
}
