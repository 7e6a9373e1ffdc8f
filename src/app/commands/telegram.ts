import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { Account, Store } from "../../store/index.ts";
import { findAccount } from "../accounts/find.ts";
import { botNameOf } from "../accounts/telegram.ts";
import { defineCommand } from "../command.ts";

/** A chat that was let in. Texts of others; times are ISO 8601. */
export interface TelegramChatView {
  id: number;
  type: "private" | "group";
  title: string;
  since: string;
}

export interface TelegramView {
  account: string;
  name: string;
  /** "@name" of the bot. */
  bot: string;
  isOn: boolean;
  trouble: string | null;
  chats: TelegramChatView[];
  /** Who wrote and was not let in, since the gateway began. */
  strangers: { id: number; name: string; messages: number; last: string }[];
}

/** Its id or name; without it, the only bot. */
const account = z.string().min(1).max(320).optional();

export const telegram = defineCommand<z.ZodObject, { bots: TelegramView[] }>({
  about: "shows bots of Telegram and whom they talk to",
  input: z.object({}),
  async run(_input, { services, channels }) {
    const store = await services.store();
    const bots = (await store.accounts.list("telegram")).map(async (one): Promise<TelegramView> => {
      const chats = await store.telegram.chats(one.id);
      return {
        account: one.id,
        name: one.name,
        bot: `@${botNameOf(one)}`,
        isOn: one.isOn,
        trouble: one.trouble?.message ?? null,
        chats: chats.map(({ id, type, title, created }) => ({ id, type, title, since: toTime(created) })),
        strangers: (channels?.strangers(one.id) ?? []).map((stranger) => {
          return { ...stranger, last: toTime(stranger.last) };
        }),
      };
    });
    return { bots: await Promise.all(bots) };
  },
});

const pairInput = z.object({ account });

export interface PairCode {
  bot: string;
  code: string;
  /** Opens the chat and sends the code by one touch. */
  link: string;
  expires: string;
}

/** A code with which one person lets themselves in; it is told here and never again. */
export const pairTelegram = defineCommand<typeof pairInput, PairCode>({
  about: "makes a code with which a chat of Telegram is let in",
  input: pairInput,
  async run(input, { services, ctx }) {
    const store = await services.store();
    const bot = await findBot(input.account, store);
    const name = botNameOf(bot);
    const { openCode } = await import("../../channels/telegram/index.ts");
    const { code, expires } = await openCode(store.telegram, bot.id, ctx);
    return { bot: `@${name}`, code, link: `https://t.me/${name}?start=${code}`, expires: toTime(expires) };
  },
});

const forgetInput = z.object({ account, chat: z.int() });

/** The chat is not let in any more, and what waits for it goes. */
export const forgetTelegramChat = defineCommand<typeof forgetInput, { chat: number }>({
  about: "lets a chat of Telegram in no more",
  input: forgetInput,
  async run({ account: word, chat }, { services }) {
    const store = await services.store();
    const { id } = await findBot(word, store);
    if (!(await store.telegram.forget(id, chat))) {
      throw new AppError("E_NOT_FOUND", `No chat ${chat} is let in.`, { hint: "`kralle telegram` shows them." });
    }
    services.changes.tell("accounts", id);
    return { chat };
  },
});

async function findBot(word: string | undefined, store: Pick<Store, "accounts">): Promise<Account> {
  if (word !== undefined) {
    const found = await findAccount(word, store);
    if (found.kind === "telegram") return found;
    throw new AppError("E_INPUT", `${found.name} is no bot of Telegram.`, { hint: "`kralle telegram` shows them." });
  }
  const bots = await store.accounts.list("telegram");
  const [one] = bots;
  if (one && bots.length === 1) return one;
  throw one
    ? new AppError("E_INPUT", "There is more than one bot of Telegram.", { hint: "Name the one that is meant." })
    : new AppError("E_NOT_FOUND", "No bot of Telegram is connected.", { hint: "Connect one: kralle telegram connect" });
}

const toTime = (ms: number): string => new Date(ms).toISOString();
