import type { Context } from "../../core/index.ts";
import type { Item, Mail, StoredDraft } from "../../store/index.ts";
import { recipientOf } from "./drafts/letter.ts";
import type { DraftView } from "./drafts/desk.ts";
import type { InboxParts } from "./handle.ts";
import { moneyOf, showExtracted, type AppointmentView, type EnclosedMail } from "./extract/show.ts";
import type { InvoiceFinding } from "./extract/findings.ts";
import { toReasons, type Language } from "../reason.ts";
import { readOwner } from "./owner.ts";
import { applyRules } from "./rules/match.ts";

/** What a person has to do about it: release a draft, answer, look, or nothing. */
export type InboxGroup = "release" | "answer" | "look" | "rest";

export interface InboxEntry {
  item: Item;
  /** What a bill asks for, where all of it is clear; `amount` is a decimal string. */
  money: { amount: string; currency: string | null } | null;
  group: InboxGroup;
  /** Why it is there, in the language of who looks. */
  reason: Readonly<Record<Language, string>>;
  draft: Pick<StoredDraft, "id" | "state" | "due"> | null;
}

/** A mail as it may be shown: text only, and what is odd about it. */
export interface MailView extends InboxEntry {
  mail: {
    id: string;
    from: Mail["from"];
    to: Mail["to"];
    cc: Mail["cc"];
    at: number;
    subject: string;
    text: string;
    /** With quoted history and signature; null where that is the same. */
    whole: string | null;
    attachments: { name: string; type: string; bytes: number }[];
    verified: Mail["verified"];
    automatic: string | null;
    /** Its HTML held text that nobody would have seen; it was left out. */
    hasHidden: boolean;
    /** Its Reply-To names another domain than its sender's. */
    isSwapped: boolean;
    unsubscribe: "oneClick" | "link" | null;
  } | null;
  /** Other mails of the conversation, the oldest first. */
  thread: { id: string; direction: "in" | "out"; from: string; at: number; text: string }[];
  /** What passed between the owner and the sender before. */
  person: { received: number; sent: number; firstAt: number | null } | null;
  /** Of the owner; null: not corrected. */
  correctedAt: number | null;
  /** Rules that apply, as they were written. */
  rules: { id: string; text: string }[];
  letter: DraftView | null;
  /** What was read out of it and its attachments; null where its class asks for no money. */
  invoice: InvoiceFinding | null;
  appointment: AppointmentView | null;
  /** Whole mails that lie in it. */
  enclosed: EnclosedMail[];
}

const DONE_WITH = new Set(["sent", "discarded"]);

export async function showEntry({ store }: InboxParts, item: Item): Promise<InboxEntry> {
  const [draft, { zone }] = await Promise.all([store.inbox.drafts.ofMail(item.source), readOwner(store)]);
  return {
    item,
    money: moneyOf(item),
    group: groupOf(item, draft),
    reason: toReasons(item, zone),
    draft: draft && { id: draft.id, state: draft.state, due: draft.due },
  };
}

function groupOf({ needsReply, importance, due, kind, class: name }: Item, draft: StoredDraft | null): InboxGroup {
  if (draft !== null && !DONE_WITH.has(draft.state)) return "release";
  if (name === "spam" || name === "newsletter") return "rest";
  if (needsReply && draft === null) return "answer";
  return kind !== "mail" || importance >= 2 || due !== null ? "look" : "rest";
}

const MOST_OF_THREAD = 20;

export async function showMail(
  parts: InboxParts,
  item: Item,
  letter: DraftView | null,
  ctx: Context,
): Promise<MailView> {
  const { store, judging, rules } = parts;
  const [entry, mail, example] = await Promise.all([
    showEntry(parts, item),
    store.mails.get(item.source),
    store.inbox.examples.get(item.source),
  ]);
  const nothing = { invoice: null, appointment: null, enclosed: [] };
  if (mail === null)
    return { ...entry, mail: null, thread: [], person: null, correctedAt: null, rules: [], letter, ...nothing };
  const [thread, judged, active] = await Promise.all([
    store.mails.thread(mail.thread),
    judging.judge(mail),
    rules.active(),
  ]);
  const { by } = applyRules(active, { mail, class: judged.judgement.class, isKnown: judged.isKnown });
  const person = await store.mails.person(mail.from?.address ?? "");
  return {
    ...entry,
    mail: toShown(mail),
    thread: thread
      .filter(({ id }) => id !== mail.id)
      .slice(-MOST_OF_THREAD)
      .map(({ id, direction, from, at, text }) => ({ id, direction, from: from?.address ?? "", at, text })),
    person: { received: person.received, sent: person.sent, firstAt: person.firstAt },
    correctedAt: example?.at ?? null,
    rules: by.map(({ id, text }) => ({ id, text })),
    letter,
    ...(await showExtracted(parts.store, { item, mail }, ctx)),
  };
}

function toShown(mail: Mail): NonNullable<MailView["mail"]> {
  const { id, from, to, cc, at, subject, text, whole, attachments, verified, automatic, hasHidden, unsubscribe } = mail;
  return {
    id,
    from,
    to,
    cc,
    at,
    subject,
    text,
    verified,
    automatic,
    hasHidden,
    whole: whole.trim() === text.trim() ? null : whole,
    attachments: attachments.map(({ name, type, bytes }) => ({ name, type, bytes })),
    isSwapped: recipientOf(mail)?.isSwapped ?? false,
    unsubscribe: unsubscribe === null ? null : "oneClick" in unsubscribe && unsubscribe.oneClick ? "oneClick" : "link",
  };
}
