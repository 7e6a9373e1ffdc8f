import PostalMime, { type Email } from "postal-mime";
import { LIMITS } from "../../core/index.ts";

const HEAD_BYTES = 1024 * 1024;
const OPTIONS = { maxNestingDepth: 30, maxHeadersSize: HEAD_BYTES, forceRfc822Attachments: true };

/** The parts of a mail (RFC 5322, MIME). Never throws: of what cannot be read the head is read, or nothing. */
export async function parseMail(raw: Uint8Array): Promise<Email> {
  const bytes = raw.length > LIMITS.fileBytes ? raw.subarray(0, LIMITS.fileBytes) : raw;
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
