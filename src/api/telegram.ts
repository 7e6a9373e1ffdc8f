import { z } from "zod";
import { id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const chat = z.object({
  id: z.int(),
  type: z.enum(["private", "group"]),
  /** As the other side called it; words of others. */
  title: z.string(),
  since: moment,
});

/** A bot of Telegram, and who may talk to it. */
const bot = z.object({
  account: id,
  name: z.string(),
  /** "@name" */
  bot: z.string(),
  isOn: z.boolean(),
  trouble: z.string().nullable(),
  chats: z.array(chat),
  /** Who wrote and was not let in, since the gateway began. */
  strangers: z.array(z.object({ id: z.int(), name: z.string(), messages: z.int(), last: moment })),
});
export type TelegramBotInfo = z.infer<typeof bot>;

export const listTelegram = defineEndpoint({
  method: "GET",
  path: "/api/telegram",
  scope: "read",
  about: "The bots of Telegram, with who is let in and who was not.",
  answer: z.object({ bots: z.array(bot) }),
});

export const pairTelegram = defineEndpoint({
  method: "POST",
  path: "/api/telegram/pair",
  scope: "admin",
  about: "Makes a code with which one person lets themselves in, for ten minutes; it is told here and never again.",
  body: z.object({ account: z.string().min(1).max(320).optional() }),
  answer: z.object({ bot: z.string(), code: z.string(), link: z.string(), expires: moment }),
});

export const forgetTelegramChat = defineEndpoint({
  method: "POST",
  path: "/api/telegram/forget",
  scope: "admin",
  about: "Lets a chat in no more; what waits for it goes.",
  body: z.object({ account: z.string().min(1).max(320), chat: z.int() }),
  answer: z.object({ chat: z.int() }),
});
