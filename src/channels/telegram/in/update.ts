import { z } from "zod";

const person = z.object({ id: z.int(), is_bot: z.boolean(), first_name: z.string().default("") });
const chat = z.object({
  id: z.int(),
  type: z.enum(["private", "group", "supergroup", "channel"]),
  title: z.string().default(""),
});
const size = z.int().min(0).optional();
const media = z.object({ file_id: z.string().max(500), file_size: size, file_name: z.string().max(1_000).optional() });

const message = z.object({
  message_id: z.int(),
  chat,
  from: person.optional(),
  text: z.string().max(10_000).optional(),
  caption: z.string().max(10_000).optional(),
  reply_to_message: z.object({ from: person.optional() }).optional(),
  forward_origin: z.unknown().optional(),
  document: media.optional(),
  photo: z.array(media).min(1).optional(),
  voice: media.optional(),
  audio: media.optional(),
  video: media.optional(),
});

const update = z.object({
  update_id: z.int(),
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string().max(200),
      from: person,
      data: z.string().max(64).optional(),
      message: z.object({ message_id: z.int(), chat }).optional(),
    })
    .optional(),
});

/** A file that a person sent. */
export interface IncomingFile {
  id: string;
  name: string;
  bytes: number;
}

/** What came, as far as Kralle takes it; all texts are hostile. Kept as JSON until it is done. */
export interface Incoming {
  chat: { id: number; type: "private" | "group"; title: string };
  from: { id: number; name: string };
  message: number;
  text: string;
  file: IncomingFile | null;
  /** Somebody else wrote it. */
  isForwarded: boolean;
  /** In a group: it is an answer to the bot. */
  isReplyToBot: boolean;
  /** A button that was pressed under the message, and the query that waits for an answer. */
  pressed: { nonce: string; query: string } | null;
}

export type Read = { id: number; incoming: Incoming | null };

/** Null for what is no update at all; `incoming` null for one that Kralle does nothing with. */
export function readUpdate(raw: unknown, botId: number): Read | null {
  const parsed = update.safeParse(raw);
  if (!parsed.success) {
    const id = z.object({ update_id: z.int() }).safeParse(raw);
    return id.success ? { id: id.data.update_id, incoming: null } : null;
  }
  const { update_id: id, message: came, callback_query: query } = parsed.data;
  if (query?.message && query.data !== undefined) {
    const place = toPlace(query.message.chat);
    return {
      id,
      incoming: place && {
        ...NOTHING,
        chat: place,
        from: { id: query.from.id, name: query.from.first_name },
        message: query.message.message_id,
        pressed: { nonce: query.data, query: query.id },
      },
    };
  }
  const place = came && toPlace(came.chat);
  if (!came || !place || !came.from || came.from.is_bot) return { id, incoming: null };
  return {
    id,
    incoming: {
      ...NOTHING,
      chat: place.type === "private" ? { ...place, title: came.from.first_name } : place,
      from: { id: came.from.id, name: came.from.first_name },
      message: came.message_id,
      text: came.text ?? came.caption ?? "",
      file: toFile(came),
      isForwarded: came.forward_origin !== undefined,
      isReplyToBot: came.reply_to_message?.from?.id === botId,
    },
  };
}

const NOTHING = { text: "", file: null, isForwarded: false, isReplyToBot: false, pressed: null };

function toPlace({ id, type, title }: z.output<typeof chat>): Incoming["chat"] | null {
  if (type === "channel") return null;
  return { id, type: type === "private" ? "private" : "group", title };
}

function toFile(came: z.output<typeof message>): IncomingFile | null {
  const of = (found: z.output<typeof media> | undefined, name: string): IncomingFile | null =>
    found ? { id: found.file_id, name: found.file_name ?? name, bytes: found.file_size ?? 0 } : null;
  const at = came.message_id;
  return (
    of(came.document, `file-${at}`) ??
    of(came.photo?.at(-1), `photo-${at}.jpg`) ?? // the largest
    of(came.voice, `voice-${at}.ogg`) ??
    of(came.audio, `audio-${at}.mp3`) ??
    of(came.video, `video-${at}.mp4`)
  );
}
