export { createFileAdapter } from "./files.ts";
export { createMailAdapter, type MailAccount, type MailServer } from "./mail/send.ts";
export { createHttpAdapter, type HttpAccount } from "./http.ts";
export { createUnsubscribeAdapter } from "./unsubscribe.ts";
export type { CalendarChange, Check, Connector, MailChange } from "./types.ts";
export { createCaldavConnector } from "./caldav/connector.ts";
export { createEventAdapter } from "./caldav/create.ts";
export type { DavAccess } from "./caldav/dav.ts";
export { caldavSettings, type CaldavSettings } from "./caldav/settings.ts";
export { createImapConnector } from "./mail/imap/connector.ts";
export { checkImap, type ImapCheck } from "./mail/imap/check.ts";
export { createDraftAdapter } from "./mail/imap/draft.ts";
export { createFilingAdapter } from "./mail/imap/file.ts";
export { createMaildirFiling } from "./mail/maildir/file.ts";
export { createGmailFiling } from "./mail/gmail/file.ts";
export { createGraphFiling } from "./mail/graph/file.ts";
export type { PlacedMail } from "./mail/filing.ts";
export { createMaildirConnector } from "./mail/maildir/connector.ts";
export { createMaildirSender } from "./mail/maildir/send.ts";
export { maildirSettings, type MaildirSettings } from "./mail/maildir/settings.ts";
export { createUnsendable } from "./mail/unsendable.ts";
export { createGmailConnector } from "./mail/gmail/connector.ts";
export { createGmailSender } from "./mail/gmail/send.ts";
export { gmailSettings, type GmailSettings } from "./mail/gmail/settings.ts";
export { createGraphConnector } from "./mail/graph/connector.ts";
export { createGraphSender } from "./mail/graph/send.ts";
export { graphSettings, type GraphSettings } from "./mail/graph/settings.ts";
export { toApiPlaces } from "./mail/api/places.ts";
export { createTokens, type Tokens } from "./oauth/tokens.ts";
export { oauthSecret, oauthServer, type OAuthSecret, type OAuthServer } from "./oauth/types.ts";
export { openCallback } from "./oauth/callback.ts";
export { beginSignIn, finishSignIn } from "./oauth/signIn.ts";
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
