import { forgetTelegramChat, listTelegram, pairTelegram } from "../../api/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const telegramRoutes: readonly Route[] = [
  defineRoute(listTelegram, ({ app, ctx }) => app.run("telegram", {}, {}, ctx)),
  defineRoute(pairTelegram, ({ app, body, ctx }) => app.run("pairTelegram", body, {}, ctx)),
  defineRoute(forgetTelegramChat, ({ app, body, ctx }) => app.run("forgetTelegramChat", body, {}, ctx)),
];
