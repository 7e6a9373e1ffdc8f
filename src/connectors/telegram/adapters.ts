import { createHash } from "node:crypto";
import { z } from "zod";
import type { Act, EffectAdapter } from "../../durable/index.ts";
import { openBot, type Bot, type BotAccount, type BotPayload } from "./bot.ts";
import { isUnmodified, toOutcome } from "./outcome.ts";

const entity = z.object({
  type: z.enum(["bold", "italic", "strikethrough", "code", "pre", "text_link", "blockquote"]),
  offset: z.int().min(0),
  length: z.int().min(1),
  url: z.string().optional(),
  language: z.string().optional(),
});

const button = z.object({ text: z.string().min(1).max(64), data: z.string().min(1).max(64) });

const text = z.string().min(1).max(4096);
const entities = z.array(entity).max(100).default([]);
const buttons = z.array(z.array(button).max(8)).max(20).default([]);

const message = z.object({ chat: z.int(), text, entities, buttons, replyTo: z.int().optional() });
const edit = z.object({ chat: z.int(), message: z.int(), text, entities, buttons });
const file = z.object({
  chat: z.int(),
  name: z.string().min(1).max(200),
  kind: z.enum(["photo", "document"]),
  sha256: z.string(),
  caption: z.string().max(1024).default(""),
});

export type TelegramMessageInput = z.input<typeof message>;
export type TelegramEntity = z.output<typeof entity>;
export type TelegramButton = z.output<typeof button>;

/** How an account of Telegram acts: through this bot, which is opened by the first act. */
export interface TelegramAccount extends BotAccount {
  actMs?: number;
}

const noMessage = (): Act => {
  return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no message for Telegram." } };
};

/** `sendMessage`: no key, and nobody can be asked. */
export function createTelegramAdapter({ actMs, ...account }: TelegramAccount): EffectAdapter {
  let opened: Promise<Bot> | null = null;
  return createSendAdapter((ctx) => (opened ??= openBot(account, ctx)), actMs);
}

type Opener = (ctx: Parameters<typeof openBot>[1]) => Promise<Bot>;

/** The same over a bot that is open already. */
export function createSendAdapter(open: Opener, actMs?: number): EffectAdapter {
  return {
    effectClass: "neither",
    ...(actMs === undefined ? {} : { actMs }),
    async act({ arguments: given }, ctx) {
      const parsed = message.safeParse(given);
      if (!parsed.success) return noMessage();
      const { chat, replyTo, ...content } = parsed.data;
      const payload: BotPayload<"sendMessage"> = { chat_id: chat, ...toContent(content) };
      if (replyTo !== undefined) {
        payload.reply_parameters = { message_id: replyTo, allow_sending_without_reply: true };
      }
      return toSent(open(ctx).then((bot) => bot.call("sendMessage", payload, ctx.signal)));
    },
  };
}

/** `editMessageText`: the same edit again is the same edit, so the message is its key. */
export function createEditAdapter(open: Opener): EffectAdapter {
  return {
    effectClass: "keyed",
    async act({ arguments: given }, ctx) {
      const parsed = edit.safeParse(given);
      if (!parsed.success) return noMessage();
      const { chat, message: id, ...content } = parsed.data;
      const payload: BotPayload<"editMessageText"> = { chat_id: chat, message_id: id, ...toContent(content) };
      try {
        await (await open(ctx)).call("editMessageText", payload, ctx.signal);
      } catch (thrown) {
        if (!isUnmodified(thrown)) return toOutcome(thrown);
      }
      return { outcome: "done", receipt: { message: id } };
    },
  };
}

/** `sendPhoto` or `sendDocument` of bytes whose hash is part of what was released. */
export function createTelegramFileAdapter(open: Opener, bytes: Uint8Array): EffectAdapter {
  return {
    effectClass: "neither",
    actMs: 5 * 60_000,
    async act({ arguments: given }, ctx) {
      const parsed = file.safeParse(given);
      if (!parsed.success) return noMessage();
      const { chat, name, kind, sha256, caption } = parsed.data;
      if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
        const changed = "The file was changed since it was to be sent.";
        return { outcome: "refused", fault: { code: "E_EFFECT_FAILED", message: changed } };
      }
      const { InputFile } = await import("grammy");
      // The client writes the name into a header as it stands.
      const input = new InputFile(bytes, name.replaceAll(/[^\p{L}\p{N} ._()-]/gu, "_"));
      const base = { chat_id: chat, ...(caption === "" ? {} : { caption }) };
      const bot = await open(ctx);
      return toSent(
        kind === "photo"
          ? bot.call("sendPhoto", { ...base, photo: input }, ctx.signal)
          : bot.call("sendDocument", { ...base, document: input }, ctx.signal),
      );
    },
  };
}

interface Content {
  text: string;
  entities: readonly TelegramEntity[];
  buttons: readonly (readonly TelegramButton[])[];
}

/** Links are never looked up by Telegram: who wrote one would learn that it was read. */
export function toContent({ text: words, entities: marks, buttons: rows }: Content) {
  const keyboard = rows.map((row) => row.map(({ text: label, data }) => ({ text: label, callback_data: data })));
  return {
    text: words,
    link_preview_options: { is_disabled: true },
    // The list of the API names more kinds than are used here.
    ...(marks.length === 0 ? {} : { entities: marks as NonNullable<BotPayload<"sendMessage">["entities"]> }),
    ...(keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } }),
  };
}

async function toSent(calling: Promise<{ message_id: number }>): Promise<Act> {
  try {
    const { message_id: id } = await calling;
    if (Number.isInteger(id)) return { outcome: "done", receipt: { message: id } };
    return { outcome: "unclear", reason: "Telegram gave an answer of another form" };
  } catch (thrown) {
    return toOutcome(thrown);
  }
}
