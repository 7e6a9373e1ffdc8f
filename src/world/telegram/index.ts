export { openTelegram } from "./server.ts";
export type { Call, Message, Person, Telegram } from "./types.ts";
