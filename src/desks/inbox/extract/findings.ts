import { z } from "zod";
import type { Context } from "../../../core/index.ts";
import {
  readCalendar,
  readDoc,
  readEInvoice,
  readMailParts,
  type EInvoice,
  type MailPart,
} from "../../../files/index.ts";
import type { Mail, Store } from "../../../store/index.ts";
import { toDay } from "../judge/zone.ts";
import type { Owner } from "../owner.ts";
import { findInvoice } from "./invoice/findInvoice.ts";
import type { InvoiceText } from "./invoice/types.ts";

const found = z.object({ value: z.string(), quote: z.string(), source: z.string() });
const field = z.object({ value: z.string().nullable(), found: found.nullable(), others: z.array(found) });
const invoice = z.object({
  number: field,
  issuer: field,
  amount: field,
  currency: field,
  due: field,
  iban: field,
  isCredit: z.boolean(),
  /** It came as an electronic invoice, so it is one whatever the mail says. */
  isStructured: z.boolean(),
});
export type InvoiceFinding = z.infer<typeof invoice>;

const person = z.object({ name: z.string(), address: z.string() });
const invitation = z.object({
  /** RFC 5546; null: a calendar's file that asks for nothing. */
  method: z.string().nullable(),
  uid: z.string(),
  sequence: z.number(),
  recurrence: z.number().nullable(),
  organiser: person.nullable(),
  /** Of a REPLY: who answered what. */
  attendees: z.array(person.extend({ answer: z.string() })),
  title: z.string(),
  place: z.string().nullable(),
  isAllDay: z.boolean(),
  isBusy: z.boolean(),
  repeats: z.string().nullable(),
  times: z.array(z.object({ start: z.number(), end: z.number() })),
  problems: z.array(z.string()),
});
export type Invitation = z.infer<typeof invitation>;

const findings = z.object({ invoice: invoice.nullable(), invitation: invitation.nullable() });
export type Findings = z.infer<typeof findings>;

const NOTHING: Findings = { invoice: null, invitation: null };
const DAY_MS = 24 * 60 * 60_000;
/** Of a series, times so far ahead are known. */
const AHEAD_DAYS = 400;
const BEHIND_DAYS = 31;
const MOST_PDFS = 5;
const MOST_BYTES = 20 * 1024 * 1024;
const TEXT_CHARS = 100_000;

/** What code read out of a mail and its attachments, once: it is kept. */
export async function findingsOf(
  { blobs, inbox }: Pick<Store, "blobs" | "inbox">,
  mail: Mail,
  owner: Owner,
  ctx: Context,
): Promise<Findings> {
  const kept = findings.safeParse(await inbox.findings.get(mail.id));
  if (kept.success) return kept.data;
  const hasParts = mail.attachments.length > 0 && (await blobs.has(mail.raw));
  const read = await readFindings(mail, hasParts ? await readMailParts(await blobs.get(mail.raw)) : [], owner, ctx);
  await inbox.findings.put(mail.id, read, ctx);
  return read;
}

async function readFindings(mail: Mail, parts: readonly MailPart[], owner: Owner, ctx: Context): Promise<Findings> {
  if (mail.direction === "out") return NOTHING;
  return { invitation: readInvitation(parts, owner, ctx), invoice: await readInvoice(mail, parts, owner) };
}

/** The calendar part of a mail: the first that says something. */
export const isCalendar = ({ type, name }: Pick<MailPart, "type" | "name">): boolean =>
  type === "text/calendar" || type === "application/ics" || /\.ics$/i.test(name);

function readInvitation(parts: readonly MailPart[], { zone }: Owner, { clock }: Context): Invitation | null {
  const now = clock.now();
  for (const part of parts.filter(isCalendar)) {
    const { method, events, problems } = readCalendar(part.bytes.toString("utf8"), {
      zone,
      from: now - BEHIND_DAYS * DAY_MS,
      to: now + AHEAD_DAYS * DAY_MS,
    });
    const [event] = events;
    if (event === undefined || event.uid === "") continue;
    const { isCancelled, ...told } = event;
    return { ...told, method: isCancelled && method === "REQUEST" ? "CANCEL" : method, problems };
  }
  return null;
}

async function readInvoice(mail: Mail, parts: readonly MailPart[], { zone }: Owner): Promise<InvoiceFinding> {
  const texts: InvoiceText[] = [{ source: "text", text: `${mail.subject}\n${mail.text}` }];
  const structured: { source: string; invoice: EInvoice }[] = [];
  const readXml = (source: string, xml: string): void => {
    const read = readEInvoice(xml);
    if (read !== null) structured.push({ source, invoice: read });
  };
  for (const { name, type, bytes } of parts.filter(isPaper).slice(0, MOST_PDFS)) {
    if (bytes.length > MOST_BYTES) continue;
    if (/xml/.test(type) || /\.xml$/i.test(name)) {
      readXml(name, bytes.toString("utf8"));
      continue;
    }
    const doc = await readDoc(name, bytes);
    if (doc.text !== "") texts.push({ source: name, text: doc.text.slice(0, TEXT_CHARS) });
    for (const file of doc.files ?? []) readXml(name, file.text);
  }
  const sender = mail.from === null ? null : mail.from.name || mail.from.address;
  const told = findInvoice({ texts, structured, sender, today: toDay(mail.at, zone) });
  return { ...told, isStructured: structured.length > 0 };
}

const isPaper = ({ name, type }: MailPart): boolean =>
  type === "application/pdf" || type.endsWith("xml") || /\.(?:pdf|xml)$/i.test(name);
