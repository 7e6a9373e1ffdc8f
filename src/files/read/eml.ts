import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import type { Doc, Table } from "../types.ts";
import { LIMITS } from "../../core/index.ts";
import { htmlToText } from "../text/html.ts";

const MAX_ATTACHMENTS = 20;

export interface Mail {
  text: string;
  tables: Table[];
  meta: Record<string, string>;
}

/** Reads one attachment as a file of its own. */
export type ReadAttachment = (path: string, bytes: Buffer) => Promise<Doc>;

/**
 * A mail (RFC 5322, MIME): headers to meta, the plain body (else the HTML one as text), attachments by name. What can be read
 * of attachments is appended to the text under a line with its name, and its tables are the mail's tables. Header lines stand
 * in front of the body, so that a search finds them.
 */
export async function readEml(path: string, bytes: Buffer, problems: string[], read: ReadAttachment): Promise<Mail> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 30 });
  const meta = toMeta(mail);
  const body = (mail.text?.trim() ? mail.text : htmlToText(mail.html ?? "")).replace(/\r\n?/g, "\n").trim();
  const head = ["from", "to", "cc", "date", "subject", "attachments"].flatMap((key) =>
    meta[key] ? [`${HEADS[key]}: ${meta[key]}`] : [],
  );
  const parts = [head.join("\n"), body];
  const tables: Table[] = [];
  for (const [index, attachment] of mail.attachments.slice(0, MAX_ATTACHMENTS).entries()) {
    const name = attachment.filename ?? `attachment ${index + 1}`;
    const doc = await read(`${path}/${name.replaceAll("/", "_")}`, toBuffer(attachment));
    problems.push(...doc.problems.map((problem) => `attachment ${name}: ${problem}`));
    if (doc.text.trim() !== "") parts.push(`--- ${name} ---\n${doc.text}`);
    tables.push(...doc.tables.map((table) => ({ ...table, path, name: uniqueName(table.name, tables) })));
  }
  return {
    text: parts
      .filter((part) => part !== "")
      .join("\n\n")
      .slice(0, LIMITS.textChars),
    tables,
    meta,
  };
}

const HEADS: Record<string, string> = {
  from: "From",
  to: "To",
  cc: "Cc",
  date: "Date",
  subject: "Subject",
  attachments: "Attachments",
};

function toMeta(mail: Email): Record<string, string> {
  const meta: Record<string, string> = {};
  const put = (key: string, value: string | null | undefined) => {
    if (value) meta[key] = value.replace(/\s+/g, " ").trim();
  };
  const from = mail.from ?? mail.sender;
  put("from", from ? toPerson(from) : null);
  put("to", (mail.to ?? []).map(toPerson).join(", "));
  put("cc", (mail.cc ?? []).map(toPerson).join(", "));
  put("replyTo", (mail.replyTo ?? []).map(toPerson).join(", "));
  put("subject", mail.subject);
  put("date", toIso(mail.headers.find((header) => header.key === "date")?.value ?? "") ?? mail.date);
  put("messageId", mail.messageId);
  put("inReplyTo", mail.inReplyTo);
  put(
    "attachments",
    mail.attachments.map((attachment, index) => attachment.filename ?? `attachment ${index + 1}`).join(", "),
  );
  return meta;
}

function toPerson(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(toPerson).join(", ")}`;
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

/** "Mon, 2 Mar 2026 09:15:00 +0100" -> "2026-03-02T09:15:00+01:00": the sender's day stays the day. */
function toIso(header: string): string | null {
  const match =
    /(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([+-]\d{2})(\d{2})| ?(?:GMT|UTC?|Z))?/.exec(
      header,
    );
  const month = "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(match?.[2] ?? "?") / 3 + 1;
  if (!match || !Number.isInteger(month) || month < 1) return null;
  const [, day = "", , year = "", hour = "", minute = "", second = "00", zoneHour, zoneMinute] = match;
  const zone = zoneHour ? `${zoneHour}:${zoneMinute}` : "Z";
  return `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}T${hour.padStart(2, "0")}:${minute}:${second}${zone}`;
}

function toBuffer(attachment: Attachment): Buffer {
  const { content } = attachment;
  if (typeof content === "string") return Buffer.from(content, attachment.encoding === "base64" ? "base64" : "utf8");
  return content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

function uniqueName(name: string, tables: readonly Table[]): string {
  let unique = name;
  for (let count = 2; tables.some((table) => table.name === unique); count += 1) unique = `${name} ${count}`;
  return unique;
}
