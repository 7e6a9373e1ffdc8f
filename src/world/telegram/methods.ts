import type { Clock } from "../../core/index.ts";
import type { createLimits } from "./limits.ts";
import { BOT_ID, BOT_NAME, type Rooms } from "./rooms.ts";
import type { Method, Payload } from "./schemas.ts";
import type { Chat, Message, Pressed, SentFile } from "./types.ts";
import type { Updates } from "./updates.ts";

export interface MethodParts {
  rooms: Rooms;
  updates: Updates;
  clock: Clock;
  limit: ReturnType<typeof createLimits> | null;
  presses: Map<string, Pressed>;
  commands: Map<string, readonly { command: string; description: string }[]>;
  /** A message of the bot came into being. */
  sent(message: Message): void;
  /** Files that came with the request, by the name that `attach://` gives. */
  attached: ReadonlyMap<string, { name: string; bytes: Uint8Array }>;
  /** Fires when whoever asks is gone. */
  left: AbortSignal;
}

export interface Said {
  status: number;
  body: unknown;
}

type Handler<M extends Method> = (given: Payload<M>, parts: MethodParts) => Said | Promise<Said>;

const MB = 1_024 * 1_024;
const MOST_BYTES = { photo: 10 * MB, document: 50 * MB } as const;
const MOST_DOWNLOAD = 20 * MB;
const LINK_MS = 3_600_000;

const ok = (result: unknown): Said => ({ status: 200, body: { ok: true, result } });

export function no(status: number, description: string, retryAfter?: number): Said {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return { status, body: { ok: false, error_code: status, description, ...parameters } };
}

export const HANDLERS: { readonly [M in Method]: Handler<M> } = {
  getMe: () => ok({ id: BOT_ID, is_bot: true, first_name: "Kralle", username: BOT_NAME }),
  async getUpdates(given, { updates, left }) {
    if (updates.hook !== null)
      return no(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
      );
    const found = await updates.poll(given, left);
    if (found !== null) return ok(found);
    return no(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
  },
  setWebhook({ url, secret_token = null, drop_pending_updates = false }, { updates }) {
    if (url !== "" && URL.parse(url) === null) return no(400, "Bad Request: bad webhook: invalid URL");
    updates.setHook(url === "" ? null : { url, secret: secret_token }, drop_pending_updates);
    return ok(true);
  },
  deleteWebhook({ drop_pending_updates = false }, { updates }) {
    updates.setHook(null, drop_pending_updates);
    return ok(true);
  },
  getWebhookInfo: (_given, { updates }) =>
    ok({ url: updates.hook?.url ?? "", has_custom_certificate: false, pending_update_count: updates.waiting() }),
  sendMessage({ chat_id, text, entities, link_preview_options, reply_markup, reply_parameters }, parts) {
    const refusal = refuse(chat_id, parts) ?? faultOf(text, entities, reply_parameters?.message_id, chat_id, parts);
    if (refusal) return refusal;
    const message = parts.rooms.add({
      chat: chat_id,
      from: BOT_ID,
      text,
      entities,
      buttons: reply_markup?.inline_keyboard,
      hasPreview: link_preview_options?.is_disabled !== true && /https?:|\.\w{2,}/u.test(text),
      replyTo: reply_parameters?.message_id ?? null,
    });
    parts.sent(message);
    return ok(parts.rooms.show(message));
  },
  editMessageText({ chat_id, message_id, text, entities = [], reply_markup, link_preview_options }, parts) {
    const refusal = refuse(chat_id, parts) ?? faultOf(text, entities, undefined, chat_id, parts);
    if (refusal) return refusal;
    const message = own(chat_id, message_id, parts);
    if (message === null) return no(400, "Bad Request: message to edit not found");
    const buttons = reply_markup?.inline_keyboard ?? [];
    const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
    if (message.text === text && same(message.entities, entities) && same(message.buttons, buttons)) {
      return no(400, "Bad Request: message is not modified: specified new message content is the same");
    }
    Object.assign(message, { text, entities: entities.slice(0, 100), buttons });
    message.hasPreview = link_preview_options?.is_disabled !== true && /https?:|\.\w{2,}/u.test(text);
    message.texts.push(text);
    message.edits.push(parts.clock.now());
    return ok(parts.rooms.show(message));
  },
  editMessageReplyMarkup({ chat_id, message_id, reply_markup }, parts) {
    const refusal = refuse(chat_id, parts);
    if (refusal) return refusal;
    const message = own(chat_id, message_id, parts);
    if (message === null) return no(400, "Bad Request: message to edit not found");
    const buttons = reply_markup?.inline_keyboard ?? [];
    if (JSON.stringify(message.buttons) === JSON.stringify(buttons)) {
      return no(400, "Bad Request: message is not modified");
    }
    message.buttons = buttons;
    return ok(parts.rooms.show(message));
  },
  deleteMessage({ chat_id, message_id }, parts) {
    const message = parts.rooms.find(chat_id, message_id);
    if (message === null) return no(400, "Bad Request: message to delete not found");
    message.isDeleted = true;
    return ok(true);
  },
  sendPhoto: ({ photo, ...given }, parts) => sendFile("photo", photo, given, parts),
  sendDocument: ({ document, ...given }, parts) => sendFile("document", document, given, parts),
  sendChatAction: ({ chat_id }, parts) => missing(chat_id, parts) ?? ok(true),
  setMessageReaction({ chat_id, message_id }, parts) {
    return parts.rooms.find(chat_id, message_id) === null
      ? no(400, "Bad Request: message to react not found")
      : ok(true);
  },
  getFile({ file_id }, { rooms, clock }) {
    const kept = rooms.files.get(file_id);
    if (!kept) return no(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
    const { bytes } = kept.file;
    if (bytes.byteLength > MOST_DOWNLOAD) return no(400, "Bad Request: file is too big");
    kept.until = clock.now() + LINK_MS;
    return ok({ file_id, file_unique_id: `u${file_id}`, file_size: bytes.byteLength, file_path: `files/${file_id}` });
  },
  answerCallbackQuery({ callback_query_id, text = "" }, { presses }) {
    const pressed = presses.get(callback_query_id);
    if (!pressed || pressed.isAnswered) {
      return no(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }
    Object.assign(pressed, { answer: text, isAnswered: true });
    return ok(true);
  },
  setMyCommands({ commands, language_code = "" }, parts) {
    parts.commands.set(language_code, commands);
    return ok(true);
  },
};

/** Why nothing can be written into this chat now. */
function refuse(chat: number, parts: MethodParts): Said | null {
  const away = missing(chat, parts);
  if (away) return away;
  const isGroup = parts.rooms.chats.get(chat)?.type === "group";
  const seconds = parts.limit?.(chat, isGroup) ?? 0;
  return seconds === 0 ? null : no(429, `Too Many Requests: retry after ${seconds}`, seconds);
}

function missing(id: number, { rooms }: MethodParts): Said | null {
  const chat: Chat | undefined = rooms.chats.get(id);
  if (!chat) return no(400, "Bad Request: chat not found");
  return chat.isBlocked ? no(403, "Forbidden: bot was blocked by the user") : null;
}

function faultOf(
  text: string,
  entities: readonly { offset: number; length: number }[] | undefined,
  replyTo: number | undefined,
  chat: number,
  { rooms }: MethodParts,
): Said | null {
  const isOutside = entities?.some(({ offset, length }) => offset + length > text.length) === true;
  if (isOutside) return no(400, "Bad Request: ENTITY_BOUNDS_INVALID");
  if (replyTo !== undefined && rooms.find(chat, replyTo) === null) {
    return no(400, "Bad Request: message to be replied not found");
  }
  return null;
}

const own = (chat: number, id: number, { rooms }: MethodParts): Message | null => {
  const message = rooms.find(chat, id);
  return message?.isBots === true ? message : null;
};

function sendFile(
  kind: "photo" | "document",
  given: string,
  { chat_id, caption = "", caption_entities, reply_markup }: Omit<Payload<"sendDocument">, "document">,
  parts: MethodParts,
): Said {
  const refusal = refuse(chat_id, parts) ?? faultOf(caption, caption_entities, undefined, chat_id, parts);
  if (refusal) return refusal;
  const attached = parts.attached.get(given.replace(/^attach:\/\//u, ""));
  if (!attached) return no(400, "Bad Request: wrong remote file identifier specified");
  if (attached.bytes.byteLength === 0) return no(400, "Bad Request: file must be non-empty");
  if (attached.bytes.byteLength > MOST_BYTES[kind]) return no(413, "Request Entity Too Large");
  const file: SentFile = { id: `out${parts.rooms.files.size + 1}`, kind, ...attached };
  parts.rooms.files.set(file.id, { file, until: 0 });
  const message = parts.rooms.add({
    chat: chat_id,
    from: BOT_ID,
    text: caption,
    entities: caption_entities,
    file,
    buttons: reply_markup?.inline_keyboard,
  });
  parts.sent(message);
  return ok(parts.rooms.show(message));
}
