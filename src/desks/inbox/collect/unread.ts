import type { MailContent } from "../../../store/index.ts";

/** What stands in the place of a mail that could not be kept as it is. Nobody knows its owner's language here. */
export const UNREAD: MailContent = {
  messageId: null,
  inReplyTo: null,
  references: [],
  from: null,
  to: [],
  cc: [],
  replyTo: [],
  subject: "This mail could not be read · Diese Mail konnte nicht gelesen werden",
  sentAt: null,
  text: "Look at it in your mail program.\nSehen Sie sie in Ihrem Mailprogramm an.",
  whole: "Look at it in your mail program.\nSehen Sie sie in Ihrem Mailprogramm an.",
  language: null,
  automatic: null,
  unsubscribe: null,
  verified: "none",
  attachments: [],
  hasHidden: false,
};
