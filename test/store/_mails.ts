import type { MailContent, MailEntry } from "../../src/store/index.ts";
import { sha256Of } from "../../src/store/index.ts";

/** A letter to the office, but for what is said otherwise. */
export const contentOf = (changes: Partial<MailContent> = {}): MailContent => ({
  messageId: "<1@example.org>",
  inReplyTo: null,
  references: [],
  from: { name: "Anna", address: "anna@example.org" },
  to: [{ name: "", address: "office@example.com" }],
  cc: [],
  replyTo: [],
  subject: "Angebot",
  sentAt: null,
  text: "Guten Tag",
  whole: "Guten Tag",
  language: "de",
  automatic: null,
  unsubscribe: null,
  verified: "none",
  attachments: [],
  hasHidden: false,
  ...changes,
});

export type ArrivedMail = Extract<MailEntry, { type: "mail" }>;

/** Lying in the inbox, with bytes that are made of its content. */
export function arrivedOf(
  uid: number,
  content: Partial<MailContent> = {},
  changes: Partial<ArrivedMail> = {},
): ArrivedMail {
  const whole = contentOf({ messageId: `<${uid}@example.org>`, ...content });
  return {
    type: "mail",
    folder: "INBOX",
    role: "inbox",
    uidValidity: "1",
    uid,
    at: 1_000 * uid,
    flags: [],
    raw: sha256Of(Buffer.from(JSON.stringify(whole))),
    content: whole,
    isHistory: false,
    ...changes,
  };
}
