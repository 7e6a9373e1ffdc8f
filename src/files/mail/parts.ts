import type { Attachment, Email } from "postal-mime";
import { repair, toFileName, toLine } from "./lines.ts";
import { parseMail } from "./parse.ts";

/** What lies in a mail besides its text. */
export interface MailPart {
  /** Safe to be shown and to be a file's name. */
  name: string;
  /** Media type in lower case, as the sender said. */
  type: string;
  bytes: Buffer;
}

const MOST_PARTS = 50;

/** Attachments of a mail with their bytes, invitations (text/calendar) and whole mails (message/rfc822) among them. Never throws. */
export const readMailParts = async (raw: Uint8Array): Promise<MailPart[]> => toParts(await parseMail(raw));

export const toParts = ({ attachments }: Email): MailPart[] =>
  attachments.slice(0, MOST_PARTS).map((attachment, index) => ({
    name: toFileName(repair(attachment.filename ?? "")) || `attachment-${index + 1}`,
    type: toLine(attachment.mimeType, 100).toLowerCase(),
    bytes: toBytes(attachment),
  }));

function toBytes({ content }: Attachment): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
