export { createFileAdapter } from "./files.ts";
export { createMailAdapter, type MailAccount, type MailServer } from "./mail.ts";
export { createHttpAdapter, type HttpAccount } from "./http.ts";
export { createTelegramAdapter, type TelegramAccount } from "./telegram.ts";
