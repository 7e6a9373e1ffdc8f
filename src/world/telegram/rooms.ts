import type { Clock } from "../../core/index.ts";
import type { Chat, Entity, Message, SentFile } from "./types.ts";

/** The bot's own id, and how it is called in groups. */
export const BOT_ID = 4_711;
export const BOT_NAME = "kralle_test_bot";

export interface NewMessage {
  chat: number;
  from: number;
  text: string;
  entities?: readonly Entity[] | undefined;
  file?: SentFile | null;
  buttons?: Message["buttons"] | undefined;
  hasPreview?: boolean;
  replyTo?: number | null;
}

/** Chats with what stands in them, and the names of people. */
export interface Rooms {
  readonly chats: Map<number, Chat>;
  readonly files: Map<string, { file: SentFile; until: number }>;
  open(chat: Omit<Chat, "isBlocked" | "messages">): Chat;
  add(message: NewMessage): Message;
  find(chat: number, id: number): Message | null;
  /** As the Bot API writes it. */
  show(message: Message): Record<string, unknown>;
  nameOf(person: number): string;
  call(person: number, name: string): void;
}

export function createRooms(clock: Clock): Rooms {
  const chats = new Map<number, Chat>();
  const files: Rooms["files"] = new Map();
  const names = new Map<number, string>([[BOT_ID, "Kralle"]]);
  let next = 1;
  const rooms: Rooms = {
    chats,
    files,
    open({ id, type, title, members }) {
      const known = chats.get(id);
      if (known) return known;
      const chat: Chat = { id, type, title, members, isBlocked: false, messages: [] };
      chats.set(id, chat);
      return chat;
    },
    add({ chat, from, text, entities = [], file = null, buttons = [], hasPreview = false, replyTo = null }) {
      const message: Message = {
        id: next,
        chat,
        from,
        isBots: from === BOT_ID,
        text,
        entities: entities.slice(0, 100), // more are not honoured
        file,
        buttons,
        hasPreview,
        replyTo,
        isDeleted: false,
        texts: [text],
        at: clock.now(),
        edits: [],
      };
      next += 1;
      chats.get(chat)!.messages.push(message);
      return message;
    },
    find: (chat, id) => chats.get(chat)?.messages.find((one) => one.id === id && !one.isDeleted) ?? null,
    show: (message) => show(message, rooms),
    nameOf: (person) => names.get(person) ?? `Person ${person}`,
    call: (person, name) => void names.set(person, name),
  };
  return rooms;
}

function show(message: Message, rooms: Rooms): Record<string, unknown> {
  const { id, chat, from, text, entities, file, buttons, replyTo, at, edits } = message;
  const room = rooms.chats.get(chat)!;
  const shown: Record<string, unknown> = {
    message_id: id,
    date: Math.floor(at / 1_000),
    chat: {
      id: chat,
      type: room.type,
      ...(room.type === "group" ? { title: room.title } : { first_name: room.title }),
    },
    from: { id: from, is_bot: from === BOT_ID, first_name: rooms.nameOf(from) },
  };
  const isFile = file !== null;
  if (text !== "") shown[isFile ? "caption" : "text"] = text;
  if (entities.length > 0) shown[isFile ? "caption_entities" : "entities"] = entities;
  if (isFile) shown[file.kind] = showFile(file);
  if (buttons.length > 0) shown["reply_markup"] = { inline_keyboard: buttons };
  const answered = replyTo === null ? null : rooms.find(chat, replyTo);
  if (answered) shown["reply_to_message"] = show({ ...answered, replyTo: null }, rooms);
  if (edits.length > 0) shown["edit_date"] = Math.floor(edits.at(-1)! / 1_000);
  return shown;
}

function showFile({ id, kind, name, bytes }: SentFile): unknown {
  const base = { file_id: id, file_unique_id: `u${id}`, file_size: bytes.byteLength };
  if (kind === "photo") return [{ ...base, file_id: id, width: 1, height: 1 }];
  if (kind === "voice") return { ...base, duration: 1, mime_type: "audio/ogg" };
  return { ...base, ...(name === null ? {} : { file_name: name }), mime_type: "application/octet-stream" };
}
