import { randomBytes } from "node:crypto";
import { toAppError, type Context } from "../../core/index.ts";
import type { NewPost, TelegramPost } from "../../store/index.ts";
import type { Incoming } from "./in/update.ts";
import type { Piece, PostBody } from "./out/acts.ts";
import { toPlain } from "./out/markdown.ts";
import { splitText } from "./out/split.ts";
import { pressItem, readItemButton } from "./items.ts";
import { textsOf, type Texts } from "./texts.ts";
import type { ChannelParts, Language, OpenQuestion } from "./types.ts";

/** A question that fills more messages is not put here: nobody would read it. */
const MOST_PIECES = 5;

/** What a button does; the question's hash stays on this side. */
interface Decision {
  question: string;
  decision: "allow" | "refuse";
  hash: string;
}

/** Questions to the owner, with buttons that are bound to exactly what was shown. */
export interface Questions {
  /** Puts those of chats to them, and takes the buttons from those that are over. */
  look(): Promise<void>;
  /** Those that may be put into this chat, as posts; `mark` makes them other posts than those that are there. */
  all(chat: Incoming["chat"], mark: string): Promise<NewPost[]>;
  press(incoming: Incoming, texts: Texts): Promise<void>;
}

export function createQuestions(parts: ChannelParts, posted: () => void, ctx: Context): Questions {
  const { account, store, commands, bot } = parts;
  /** By question: the posts that show it. */
  const shown = new Map<string, Set<string>>();

  const remember = (question: string, post: string): string => {
    shown.set(question, (shown.get(question) ?? new Set()).add(post));
    return post;
  };

  return {
    async look() {
      const [open, chats, language] = await Promise.all([
        commands.questions(),
        store.telegram.chats(account),
        parts.language(),
      ]);
      const posts: NewPost[] = [];
      for (const question of open) {
        for (const chat of chats.filter(({ session }) => session === question.session)) {
          const id = remember(question.id, `${account}:q${question.id}:${chat.id}`);
          posts.push(toPost(question, chat.id, id, language));
        }
      }
      if (posts.length > 0) {
        await store.telegram.post(account, posts, ctx);
        posted();
      }
      const isOpen = new Set(open.map(({ id }) => id));
      for (const [question, ids] of shown) {
        if (isOpen.has(question)) continue;
        shown.delete(question);
        for (const id of ids) {
          const post = await store.telegram.findPost(id);
          if (post) await takeButtons(post, parts, ctx);
        }
      }
    },
    async all(chat, mark) {
      const language = await parts.language();
      const own = (await store.telegram.chat(account, chat.id))?.session;
      const open = await commands.questions();
      // Others in a group read along: they see what is asked there, and nothing else.
      const allowed = open.filter(({ session }) => chat.type === "private" || session === own);
      return allowed.map((question) => {
        const id = remember(question.id, `${account}:q${question.id}:${mark}`);
        return toPost(question, chat.id, id, language);
      });
    },
    async press({ chat, from, message, pressed }, texts) {
      const { nonce = "", query = "" } = pressed ?? {};
      const found = await store.telegram.press(account, nonce, chat.id, ctx);
      let said = texts.tooLate;
      const item = found && readItemButton(found.action);
      if (item) {
        const press = { id: `${account}:i${nonce}`, chat: chat.id, by: `telegram:${from.id}`, texts };
        const { said: told, posts } = await pressItem(item, press, parts, ctx);
        if (posts.length > 0) {
          await store.telegram.post(account, posts, ctx);
          posted();
        }
        // Other buttons under a briefing go on being of use.
        return void (await Promise.allSettled([
          bot.call("answerCallbackQuery", { callback_query_id: query, text: told }, ctx.signal),
        ]));
      }
      if (found) {
        const { question, decision, hash } = found.action as Decision;
        try {
          await commands.decide(question, decision, hash, `telegram:${from.id}`);
          said = decision === "allow" ? texts.allowed : texts.refused;
        } catch (thrown) {
          const { code } = toAppError(thrown);
          if (code !== "E_NOT_FOUND" && code !== "E_INPUT") throw thrown;
        }
      }
      const answer = { callback_query_id: query, text: said };
      await Promise.allSettled([
        bot.call("answerCallbackQuery", answer, ctx.signal),
        bot.call("editMessageReplyMarkup", { chat_id: chat.id, message_id: message }, ctx.signal),
      ]);
    },
  };
}

/** With buttons, where it can be shown whole. */
function toPost(question: OpenQuestion, chat: number, id: string, language: Language): NewPost {
  const texts = textsOf(language);
  const pieces = splitText(showQuestion(question, texts, language));
  const post = { id, chat, session: question.session, run: question.run };
  if (pieces.length > MOST_PIECES) {
    const text = `${texts.question.title}: ${question.describe.slice(0, 500)}\n\n${texts.questionTooLong}`;
    const body: PostBody = { type: "text", pieces: [{ text: toPlain(text), entities: [] }], buttons: [] };
    return { ...post, body };
  }
  const button = (decision: Decision["decision"], label: string) => {
    const action: Decision = { question: question.id, decision, hash: question.hash };
    return { label, stored: { nonce: randomBytes(18).toString("base64url"), action, expires: question.expires } };
  };
  const buttons = [button("allow", texts.question.allow), button("refuse", texts.question.refuse)];
  const row = buttons.map(({ label, stored }) => ({ text: label, data: stored.nonce }));
  const body: PostBody = { type: "text", pieces, buttons: [row] };
  return { ...post, body, buttons: buttons.map(({ stored }) => stored) };
}

/** Only its sign: that it can be pressed no more. */
async function takeButtons(post: TelegramPost, { bot, outbound }: ChannelParts, ctx: Context): Promise<void> {
  const message = post.sent.at(-1);
  if (message === undefined || (await outbound.isStopped())) return;
  await bot
    .call("editMessageReplyMarkup", { chat_id: post.chat, message_id: message }, ctx.signal)
    .catch(() => undefined); // a button that stands there does nothing any more
}

/** The whole of it; the texts come safe to show, so that every character can be seen. */
function showQuestion({ describe, details, expires }: OpenQuestion, texts: Texts, language: Language): Piece {
  const head = `${texts.question.title}\n${toPlain(describe)}\n\n`;
  const shown = toPlain(details);
  const until = texts.question.until(new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(expires));
  return {
    text: `${head}${shown}\n\n${until}`,
    entities: [
      { type: "bold", offset: 0, length: texts.question.title.length },
      { type: "pre", offset: head.length, length: shown.length },
    ],
  };
}
