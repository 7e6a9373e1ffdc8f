import { createHash } from "node:crypto";
import type { Address, Email } from "postal-mime";
import { LIMITS } from "../../core/index.ts";
import type { MailAddress, MailContent } from "../../store/index.ts";
import { findLanguage } from "../text/language.ts";
import { findAutomatic, findUnsubscribe, readVerdict, toMessageIds, toVerified, valuesOf } from "./headers.ts";
import { repair, toLine } from "./lines.ts";
import { parseMail } from "./parse.ts";
import { toParts } from "./parts.ts";
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
const PEOPLE = 500;
const REFERENCES = 100;

/** What a mail (RFC 5322, MIME) says. Never throws: of what cannot be read the head is read, or nothing. Its bytes are hostile. */
export async function toMail(raw: Uint8Array, { own, authServer }: ToMailOptions): Promise<MailContent> {
  const mail = await parseMail(raw);
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
    attachments: toParts(mail).map(({ name, type, bytes }) => {
      return { name, type, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    }),
  };
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
