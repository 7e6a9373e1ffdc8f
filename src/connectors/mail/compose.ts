import { createHash } from "node:crypto";
import { z } from "zod";
import type { Order } from "../../durable/index.ts";

const address = z.email().max(254);
const addresses = z.array(address).max(100);
const messageId = z.string().regex(/^<[^<>\s]{1,250}>$/, "no Message-ID");

/** What an act of the kind `mail.send` is asked for with: what an approval shows, and what it is bound to. */
export const letter = z.strictObject({
  from: address,
  to: addresses.min(1),
  cc: addresses.default([]),
  subject: z.string().max(998),
  text: z.string(),
  /** The same once more for who reads HTML. */
  html: z.string().optional(),
  /** The mail that this answers, and those before it, oldest first. */
  inReplyTo: messageId.optional(),
  references: z.array(messageId).max(100).optional(),
  /** Nobody looked at it before it went out (RFC 3834, 5). */
  autoSubmitted: z.enum(["auto-replied", "auto-generated"]).optional(),
  /** The answer to an invitation, as calendars read it (RFC 6047). */
  calendar: z.strictObject({ method: z.literal("REPLY"), text: z.string().max(100_000) }).optional(),
});
export type Letter = z.infer<typeof letter>;

/** A letter as it goes out. */
export interface Composed {
  /** Made of the act's key, so that it is the same on every try. */
  messageId: string;
  envelope: { from: string; to: string[] };
  raw: Uint8Array;
}

/** The bytes of an act of `mail.send` (RFC 5322, MIME); null where its arguments are no letter. */
export async function composeLetter({ arguments: given, key }: Order): Promise<Composed | null> {
  const parsed = letter.safeParse(given);
  if (!parsed.success) return null;
  const { from, to, cc, subject, text, html, inReplyTo, references, autoSubmitted, calendar } = parsed.data;
  const id = toMessageId(key, from);
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer"); // read by the first who sends
  const composer = new MailComposer({
    from,
    to,
    ...(cc.length > 0 ? { cc } : {}),
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    ...(calendar === undefined
      ? {}
      : {
          alternatives: [
            { contentType: `text/calendar; charset=utf-8; method=${calendar.method}`, content: calendar.text },
          ],
        }),
    messageId: id,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references }),
    headers: {
      "X-Kralle-Key": toKeyWord(key),
      ...(autoSubmitted === undefined ? {} : { "Auto-Submitted": autoSubmitted }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { messageId: id, envelope: { from, to: [...to, ...cc] }, raw: await composer.compile().build() };
}

/** What stands in the header of its own that a provider leaves alone when it gives a mail another Message-ID. */
export function toKeyWord(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 40);
}

export function toMessageId(key: string, from: string): string {
  return `<${toKeyWord(key)}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}
