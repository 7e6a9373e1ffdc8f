import { createHash } from "node:crypto";
import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import { LIMITS } from "../../core/index.ts";
import type { MailAddress, MailAttachment, MailContent } from "../../store/index.ts";
import { encode } from "../text/encoding.ts";
import { findLanguage } from "../text/language.ts";
import { findAutomatic, findUnsubscribe, readVerdict, toMessageIds, toVerified, valuesOf } from "./headers.ts";
import { cutQuotes } from "./quotes.ts";
import { toVisibleText, withoutInvisible } from "./visible.ts";

export interface ToMailOptions {
  /** Addresses of the owner, in lower case. */
  own: readonly string[];
  /** How the own mail server calls itself in Authentication-Results; null: not known, then nobody is verified. */
  authServer: string | null;
}

/** Characters of a mail's text that are kept; its bytes are kept whole. */
const TEXT_CHARS = 200_000;
const HTML_CHARS = LIMITS.textChars;
const HEAD_BYTES = 1024 * 1024;
const PEOPLE = 500;
const REFERENCES = 100;
const ATTACHMENTS = 50;
const OPTIONS = { maxNestingDepth: 30, maxHeadersSize: HEAD_BYTES, forceRfc822Attachments: true };

/** What a mail (RFC 5322, MIME) says. Never throws: of what cannot be read the head is read, or nothing. Its bytes are hostile. */
export async function toMail(raw: Uint8Array, { own, authServer }: ToMailOptions): Promise<MailContent> {
  const bytes = raw.length > LIMITS.fileBytes ? raw.subarray(0, LIMITS.fileBytes) : raw;
  const mail = await readMail(bytes);
  const { headers } = mail;
  const people = (addresses: readonly Address[] | undefined): MailAddress[] => toPeople(addresses ?? []);
  const [from = null] = people(mail.from ? [mail.from] : mail.sender ? [mail.sender] : []);
  const body = toBody(mail);
  const verdict = readVerdict(headers, authServer);
  const subject = toLine(repair(mail.subject ?? ""), 1_000);
  const references = toMessageIds(valuesOf(headers, "references").join(" "));
  return {
    messageId: toMessageIds(valuesOf(headers, "message-id")[0] ?? "")[0] ?? null,
    inReplyTo: toMessageIds(valuesOf(headers, "in-reply-to").join(" "))[0] ?? null,
    references: [...references.slice(0, 1), ...references.slice(1).slice(1 - REFERENCES)],
    from,
    to: people(mail.to),
    cc: people(mail.cc),
    replyTo: people(mail.replyTo),
    subject,
    sentAt: toTime(valuesOf(headers, "date")[0] ?? ""),
    ...body,
    language: findLanguage(`${subject}\n${body.text}`),
    automatic: findAutomatic(headers, from, own),
    unsubscribe: findUnsubscribe(headers, verdict),
    verified: toVerified(verdict, from),
    attachments: mail.attachments.slice(0, ATTACHMENTS).map(toAttachment),
  };
}

async function readMail(bytes: Uint8Array): Promise<Email> {
  const mail = await parse(bytes);
  if (!mail) return (await parse(headOf(bytes))) ?? { headers: [], headerLines: [], attachments: [] };
  if (!`${mail.text ?? ""}${mail.html ?? ""}`.includes("\ufffd")) return mail;
  // Called UTF-8, or nothing, and is not: read once more as what programs of such mails write.
  const said = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const other = said
    .replaceAll(/(charset\s*=\s*"?)(?:utf-?8|us-ascii)/gi, "$1windows-1252")
    .replaceAll(
      /^(content-type:\s*text\/[\w-]+)(?=\s*(?:\r?\n\S|\r?\n\r?\n|;(?!.*charset)))/gim,
      "$1; charset=windows-1252",
    );
  const typed = mail.headers.some(({ key }) => key === "content-type")
    ? ""
    : "Content-Type: text/plain; charset=windows-1252\r\n";
  return (await parse(Buffer.from(typed + other, "latin1"))) ?? mail;
}

/** Null for what its reader refuses (nested too deeply, too large a head). */
async function parse(bytes: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(bytes, OPTIONS);
  } catch (thrown) {
    if (thrown instanceof Error) return null;
    throw thrown;
  }
}

function headOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.subarray(0, HEAD_BYTES / 4)).toString("latin1");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const plain = text.slice(0, end).replaceAll(/^content-type:.*(?:\r?\n[ \t].*)*/gim, "X-Left-Out: -");
  return Buffer.from(`${plain}\r\n\r\n`, "latin1");
}

function toBody(mail: Email): Pick<MailContent, "text" | "whole" | "hasHidden"> {
  const html = repair((mail.html ?? "").slice(0, HTML_CHARS));
  if (html.trim() !== "") {
    const seen = toVisibleText(html);
    // What is shown is what counts; a plain part beside it may say what nobody reads.
    if (seen.whole !== "" || !mail.text?.trim()) {
      const own = cutQuotes(seen.own === "" ? seen.whole : seen.own);
      return { text: toText(own), whole: toText(seen.whole), hasHidden: seen.hasHidden };
    }
  }
  const plain = withoutInvisible(repair((mail.text ?? "").slice(0, HTML_CHARS)).replaceAll(/\r\n?/g, "\n"));
  return { text: toText(cutQuotes(plain)), whole: toText(plain), hasHidden: false };
}

const toText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .slice(0, TEXT_CHARS)
    .trim();

/** UTF-8 that was read as windows-1252, since nothing was said or something wrong: "GrÃ¼ÃŸe". */
function repair(text: string): string {
  if (!/[ÂÃâ][\u0080-\u00bf\u0152-\u2122]/.test(text)) return text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(encode(text, "windows-1252"));
  } catch (thrown) {
    if (thrown instanceof Error) return text; // it is no such text
    throw thrown;
  }
}

/** On one line, without characters that hide or steer. */
const toLine = (text: string, chars: number): string =>
  withoutInvisible(text.toWellFormed())
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, chars)
    .toWellFormed();

function toPeople(addresses: readonly Address[]): MailAddress[] {
  const flat = addresses.flatMap((one) => ("group" in one && one.group ? one.group : [one]));
  const people = flat.map(({ name, address }) => {
    return { name: toLine(repair(name ?? ""), 200), address: toLine(address ?? "", 254).toLowerCase() };
  });
  return people.filter(({ address }) => address !== "").slice(0, PEOPLE);
}

function toTime(date: string): number | null {
  const at = Date.parse(date.replaceAll(/\([^)]*\)/g, "").trim());
  return Number.isFinite(at) ? at : null;
}

function toAttachment({ filename, mimeType, content }: Attachment, index: number): MailAttachment {
  const bytes = typeof content === "string" ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);
  return {
    name: toFileName(repair(filename ?? "")) || `attachment-${index + 1}`,
    type: toLine(mimeType, 100).toLowerCase(),
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** A name that is one on every system and leads nowhere: no folders, no hidden file, no device, none of the characters that shells read. */
function toFileName(name: string): string {
  const last = toLine(name, 1_000).split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replaceAll(/[<>:"|?*]/g, "_")
    .replace(/^[.\s]+/, "")
    .replace(/[.\s]+$/, "");
  const safe = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 120) return safe;
  const end = /\.[a-z0-9]{1,8}$/i.exec(safe)?.[0] ?? "";
  return `${safe.slice(0, 120 - end.length)}${end}`.toWellFormed();
}
