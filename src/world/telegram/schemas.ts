import { z } from "zod";

const chat_id = z.int();
const TEXT = 4_096;
const CAPTION = 1_024;
const DATA_BYTES = 64;

const entity = z.strictObject({
  type: z.enum([
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "text_link",
    "blockquote",
    "expandable_blockquote",
  ]),
  offset: z.int().min(0),
  length: z.int().min(1),
  url: z.url().optional(),
  language: z.string().optional(),
});

const button = z
  .strictObject({ text: z.string().min(1), callback_data: z.string().min(1).optional(), url: z.url().optional() })
  .refine(({ callback_data, url }) => (callback_data === undefined) !== (url === undefined), "BUTTON_TYPE_INVALID")
  .refine(({ callback_data = "" }) => Buffer.byteLength(callback_data) <= DATA_BYTES, "BUTTON_DATA_INVALID");

const reply_markup = z.strictObject({ inline_keyboard: z.array(z.array(button).max(8)).max(100) });
const link_preview_options = z.strictObject({ is_disabled: z.boolean().optional() });
const reply_parameters = z.strictObject({
  message_id: z.int(),
  allow_sending_without_reply: z.boolean().optional(),
});
const disable_notification = z.boolean().optional();

const text = z.string().trim().min(1, "message text is empty").max(TEXT, "message is too long");
const caption = z.string().max(CAPTION, "message caption is too long").optional();
const message_id = z.int();

const file = { caption, caption_entities: z.array(entity).optional() };
const sent = {
  chat_id,
  disable_notification,
  reply_parameters: reply_parameters.optional(),
  reply_markup: reply_markup.optional(),
};

/** What each method takes; anything else is refused. Numbers and objects of a form come as text of JSON. */
export const METHODS = {
  getMe: z.strictObject({}),
  getUpdates: z.strictObject({
    offset: z.int().optional(),
    limit: z.int().min(1).max(100).optional(),
    timeout: z.int().min(0).max(50).optional(),
    allowed_updates: z.array(z.string()).optional(),
  }),
  setWebhook: z.strictObject({
    url: z.string(),
    secret_token: z
      .string()
      .regex(/^[\w-]{1,256}$/)
      .optional(),
    allowed_updates: z.array(z.string()).optional(),
    drop_pending_updates: z.boolean().optional(),
    max_connections: z.int().min(1).max(100).optional(),
  }),
  deleteWebhook: z.strictObject({ drop_pending_updates: z.boolean().optional() }),
  getWebhookInfo: z.strictObject({}),
  sendMessage: z.strictObject({
    ...sent,
    text,
    entities: z.array(entity).optional(),
    link_preview_options: link_preview_options.optional(),
  }),
  editMessageText: z.strictObject({
    chat_id,
    message_id,
    text,
    entities: z.array(entity).optional(),
    link_preview_options: link_preview_options.optional(),
    reply_markup: reply_markup.optional(),
  }),
  editMessageReplyMarkup: z.strictObject({ chat_id, message_id, reply_markup: reply_markup.optional() }),
  deleteMessage: z.strictObject({ chat_id, message_id }),
  sendPhoto: z.strictObject({ ...sent, ...file, photo: z.string() }),
  sendDocument: z.strictObject({ ...sent, ...file, document: z.string() }),
  sendChatAction: z.strictObject({ chat_id, action: z.enum(["typing", "upload_photo", "upload_document"]) }),
  setMessageReaction: z.strictObject({
    chat_id,
    message_id,
    reaction: z.array(z.strictObject({ type: z.literal("emoji"), emoji: z.enum(["👍", "👌", "🫡", "🤔"]) })).max(1),
  }),
  getFile: z.strictObject({ file_id: z.string() }),
  answerCallbackQuery: z.strictObject({
    callback_query_id: z.string(),
    text: z.string().max(200).optional(),
    show_alert: z.boolean().optional(),
  }),
  setMyCommands: z.strictObject({
    commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^[a-z0-9_]{1,32}$/, "BOT_COMMAND_INVALID"),
          description: z.string().min(1).max(256),
        }),
      )
      .max(100),
    language_code: z.string().length(2).optional(),
  }),
} as const;

export type Method = keyof typeof METHODS;
export type Payload<M extends Method> = z.output<(typeof METHODS)[M]>;

export const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);
