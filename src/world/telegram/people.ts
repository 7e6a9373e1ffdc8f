import { BOT_ID, BOT_NAME, type Rooms } from "./rooms.ts";
import type { Message, Person, Pressed, SentFile } from "./types.ts";
import type { Updates } from "./updates.ts";

export interface PeopleParts {
  rooms: Rooms;
  updates: Updates;
  presses: Map<string, Pressed>;
}

/** Somebody with the app: what they do becomes updates, what they see is what stands in the chats. */
export function createPerson(id: number, name: string, { rooms, updates, presses }: PeopleParts): Person {
  rooms.call(id, name);
  const own = (): number => rooms.open({ id, type: "private", title: name, members: new Set([id]) }).id;
  const tell = (message: Message, more: Record<string, unknown> = {}): number => {
    const chat = rooms.chats.get(message.chat)!;
    if (chat.type === "private" || concernsBot(message, rooms))
      updates.put("message", { ...rooms.show(message), ...more });
    return message.id;
  };
  return {
    id,
    send(text, { chat = own(), replyTo } = {}) {
      return tell(rooms.add({ chat, from: id, text, entities: entitiesOf(text), replyTo: replyTo ?? null }));
    },
    sendFile({ kind, name: fileName, bytes }, { chat = own(), caption = "", forwardedFrom } = {}) {
      const file: SentFile = { id: `in${rooms.files.size + 1}`, kind, name: fileName, bytes };
      rooms.files.set(file.id, { file, until: 0 });
      const message = rooms.add({ chat, from: id, text: caption, entities: entitiesOf(caption), file });
      const origin = { type: "hidden_user", sender_user_name: forwardedFrom, date: Math.floor(message.at / 1_000) };
      return tell(message, forwardedFrom === undefined ? {} : { forward_origin: origin });
    },
    press(messageId, label, chat = own()) {
      const message = rooms.find(chat, messageId);
      const button = message?.buttons.flat().find(({ text }) => text === label);
      if (!message || button?.callback_data === undefined) throw new Error(`There is no button "${label}" to press.`);
      const query = `q${presses.size + 1}`;
      const pressed: Pressed = { answer: null, isAnswered: false };
      presses.set(query, pressed);
      updates.put("callback_query", {
        id: query,
        from: { id, is_bot: false, first_name: rooms.nameOf(id) },
        message: rooms.show(message),
        chat_instance: String(chat),
        data: button.callback_data,
      });
      return pressed;
    },
    sees: (chat = own()) => rooms.chats.get(chat)!.messages.filter(({ isBots, isDeleted }) => isBots && !isDeleted),
    blocks(isBlocked) {
      rooms.chats.get(own())!.isBlocked = isBlocked;
    },
  };
}

/** In a group a bot sees commands, what names it, and answers to it: its privacy is on. */
function concernsBot({ text, chat, replyTo }: Message, rooms: Rooms): boolean {
  if (text.startsWith("/") || text.includes(`@${BOT_NAME}`)) return true;
  return replyTo !== null && rooms.find(chat, replyTo)?.from === BOT_ID;
}

function entitiesOf(text: string): Message["entities"] {
  const marks = [...text.matchAll(/(?:^|\s)(\/\w+(?:@\w+)?)|(@\w{5,})/gu)];
  return marks.map(({ index, 0: whole, 1: command }) => {
    const found = whole.trimStart();
    const offset = index + whole.length - found.length;
    return { type: command === undefined ? "mention" : "bot_command", offset, length: found.length };
  });
}
