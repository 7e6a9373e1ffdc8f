export { createFileAdapter } from "./files.ts";
export { createMailAdapter, type MailAccount, type MailServer } from "./mail.ts";
export { createHttpAdapter, type HttpAccount } from "./http.ts";
export type { Check } from "./types.ts";
export { imapSettings, type ImapSettings, type MailServerSettings } from "./mail/settings.ts";
export { tryLogin } from "./mail/login.ts";
export { DISCOVERY_PURPOSE, discoverServers, discoveryPlaces } from "./mail/discover/discover.ts";
export type { FoundServers, PasswordKind } from "./mail/discover/types.ts";
export {
  createEditAdapter,
  createSendAdapter,
  createTelegramAdapter,
  createTelegramFileAdapter,
  toContent,
  type TelegramAccount,
  type TelegramEntity,
  type TelegramMessageInput,
} from "./telegram/adapters.ts";
export { openBot, type Bot, type BotAccount } from "./telegram/bot.ts";
export { isGone, isUnmodified, isUnreached, statusOf } from "./telegram/outcome.ts";
export { askBot, isBotToken, telegramSettings, type TelegramSettings } from "./telegram/settings.ts";
