import { z } from "zod";
import { id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** Items are named by their id, or by that of their mail. */
const byId = z.object({ id });
const address = z.object({ name: z.string(), address: z.string() });
const level = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
const language = z.enum(["en", "de"]).default("en");

const evidence = z.discriminatedUnion("type", [
  z.object({ type: z.literal("quote"), source: z.string(), text: z.string() }),
  z.object({ type: z.literal("fact"), name: z.string(), value: z.string(), source: z.string() }),
]);

const draftState = z.enum(["asking", "open", "waiting", "sending", "sent", "unclear", "failed", "discarded"]);

const item = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  who: address.nullable(),
  at: moment,
  class: z.string().nullable(),
  needsReply: z.boolean(),
  importance: level,
  urgency: level,
  due: moment.nullable(),
  evidence: z.array(evidence),
  state: z.enum(["open", "snoozed", "done"]),
  until: moment.nullable(),
  /** Chance that the class is right; null where nothing was judged. */
  confidence: z.number().nullable(),
});
export type InboxItemInfo = z.infer<typeof item>;

/** Amounts are decimal strings. */
const money = z.object({ amount: z.string(), currency: z.string().nullable() });

const entry = z.object({
  item,
  /** What a bill asks for; null where it is no bill, or not clear. */
  money: money.nullable(),
  /** What a person has to do about it: release a draft, answer, look, or nothing. */
  group: z.enum(["release", "answer", "look", "rest"]),
  /** Why it is there, in one line. */
  reason: z.object({ en: z.string(), de: z.string() }),
  draft: z.object({ id: z.string(), state: draftState, due: moment.nullable() }).nullable(),
});
export type InboxEntryInfo = z.infer<typeof entry>;

const draft = z.object({
  id: z.string(),
  state: draftState,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** Each with what it stands on. */
  sentences: z.array(z.object({ text: z.string(), sources: z.array(evidence) })),
  complete: z.boolean(),
  /** To the owner. */
  questions: z.array(z.string()),
  /** Why it waits for a person, or how it failed. */
  why: z.array(z.string()),
  /** When it goes out by itself; null: not by itself. */
  due: moment.nullable(),
  /** Of exactly this letter: who releases it names this. */
  hash: z.string(),
  edited: z.boolean(),
  sent: moment.nullable(),
  /** Of the act that sends it, in `/api/effects`. */
  effect: z.string().nullable(),
});
export type DraftInfo = z.infer<typeof draft>;

const found = z.object({
  value: z.string(),
  /** As it stands there. */
  quote: z.string(),
  /** "text": the mail itself; "from": its sender; else the name of an attachment. */
  source: z.string(),
});
/** Where a mail contradicts itself, `value` is null and `others` are all that it says. */
const field = z.object({ value: z.string().nullable(), found: found.nullable(), others: z.array(found) });

const invoice = z.object({
  number: field,
  issuer: field,
  amount: field,
  currency: field,
  /** "YYYY-MM-DD" */
  due: field,
  iban: field,
  /** Money goes the other way. */
  isCredit: z.boolean(),
  /** It came as an electronic invoice (EN 16931). */
  isStructured: z.boolean(),
});
export type InvoiceInfo = z.infer<typeof invoice>;

const appointment = z.object({
  /** What the mail wants (RFC 5546): "REQUEST", "CANCEL", "REPLY" …; null: it only tells. */
  method: z.string().nullable(),
  title: z.string(),
  place: z.string().nullable(),
  organiser: address.nullable(),
  /** Its next time. */
  start: moment.nullable(),
  end: moment.nullable(),
  isAllDay: z.boolean(),
  /** Its rule, as calendars write it (RFC 5545). */
  repeats: z.string().nullable(),
  /** As it was answered; null: it is not among the appointments. */
  state: z.enum(["confirmed", "tentative", "invited", "declined", "cancelled"]).nullable(),
  /** Other appointments at its times. */
  conflicts: z.array(z.object({ title: z.string(), start: moment, end: moment })),
  problems: z.array(z.string()),
});
export type AppointmentInfo = z.infer<typeof appointment>;

/** All texts are those of somebody else: to be shown as text, and nothing of them to be followed. */
const mailView = entry.extend({
  mail: z
    .object({
      id: z.string(),
      from: address.nullable(),
      to: z.array(address),
      cc: z.array(address),
      at: moment,
      subject: z.string(),
      text: z.string(),
      /** With quoted history and signature; null where that is the same. */
      whole: z.string().nullable(),
      attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
      verified: z.enum(["pass", "fail", "none"]),
      automatic: z.string().nullable(),
      /** Its HTML held text that no reader would have seen; it was left out. */
      hasHidden: z.boolean(),
      /** It wants its answer to go to another domain than it came from. */
      isSwapped: z.boolean(),
      unsubscribe: z.enum(["oneClick", "link"]).nullable(),
    })
    .nullable(),
  thread: z.array(
    z.object({ id: z.string(), direction: z.enum(["in", "out"]), from: z.string(), at: moment, text: z.string() }),
  ),
  /** What passed between the owner and the sender. */
  person: z.object({ received: z.int(), sent: z.int(), firstAt: moment.nullable() }).nullable(),
  correctedAt: moment.nullable(),
  rules: z.array(z.object({ id: z.string(), text: z.string() })),
  letter: draft.nullable(),
  /** What a bill says; null where the mail asks for no money. */
  invoice: invoice.nullable(),
  appointment: appointment.nullable(),
  /** Whole mails that lie in it. */
  enclosed: z.array(
    z.object({ from: address.nullable(), sentAt: moment.nullable(), subject: z.string(), text: z.string() }),
  ),
});
export type MailViewInfo = z.infer<typeof mailView>;

const mailClass = z.object({ name: z.string(), title: z.string(), isOwn: z.boolean() });
export type MailClassInfo = z.infer<typeof mailClass>;

export const listInbox = defineEndpoint({
  method: "GET",
  path: "/api/inbox",
  scope: "read",
  about: "What is in the inbox, the newest first.",
  query: z.object({
    state: z.enum(["open", "snoozed", "done"]).default("open"),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  answer: z.object({ entries: z.array(entry) }),
});

export const showInboxItem = defineEndpoint({
  method: "GET",
  path: "/api/inbox/:id",
  scope: "read",
  about: "A mail with what is thought of it, its conversation and its draft.",
  params: byId,
  answer: mailView,
});

export const changeInboxItem = defineEndpoint({
  method: "PATCH",
  path: "/api/inbox/:id",
  scope: "act",
  about: "Snoozes an item, ends it or opens it again.",
  params: byId,
  body: z.object({ state: z.enum(["open", "snoozed", "done"]), until: moment.optional() }),
  answer: item,
});

export const correctMail = defineEndpoint({
  method: "POST",
  path: "/api/inbox/:id/class",
  scope: "act",
  about: "Says what a mail is; mails like it are judged anew at once.",
  params: byId,
  body: z.object({ class: z.string().min(1).max(40) }),
  answer: z.object({ item, others: z.array(item) }),
});

export const followUpMail = defineEndpoint({
  method: "POST",
  path: "/api/inbox/:id/follow-up",
  scope: "act",
  about: "Reminds when nobody has answered within so many days.",
  params: byId,
  body: z.object({ days: z.int().min(1).max(365) }),
  answer: z.object({ due: moment }),
});

export const unsubscribeMail = defineEndpoint({
  method: "POST",
  path: "/api/inbox/:id/unsubscribe",
  scope: "act",
  about: "Takes the owner off the list that a mail came from (RFC 8058), or gives the link that a person may open.",
  params: byId,
  answer: z.discriminatedUnion("state", [
    z.object({ state: z.literal("done") }),
    z.object({ state: z.literal("link"), link: z.string() }),
  ]),
});

export const answerInvitation = defineEndpoint({
  method: "POST",
  path: "/api/inbox/:id/invitation",
  scope: "act",
  about: "Drafts the answer to an invitation (RFC 5546); it goes out when that draft is approved.",
  params: byId,
  body: z.object({ answer: z.enum(["accept", "tentative", "decline"]) }),
  status: 201,
  answer: draft,
});

export const listMailClasses = defineEndpoint({
  method: "GET",
  path: "/api/mail-classes",
  scope: "read",
  about: "The classes of mail: the usual ones, and the owner's own.",
  query: z.object({ language }),
  answer: z.object({ classes: z.array(mailClass) }),
});

const className = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

export const putMailClass = defineEndpoint({
  method: "PUT",
  path: "/api/mail-classes/:name",
  scope: "act",
  about: "Makes a class of mail, or gives it another title.",
  params: z.object({ name: className }),
  body: z.object({ title: z.string().trim().min(1).max(60) }),
  answer: z.object({ name: z.string(), title: z.string() }),
});

export const removeMailClass = defineEndpoint({
  method: "DELETE",
  path: "/api/mail-classes/:name",
  scope: "act",
  about: "Takes away a class that the owner made, or the title that they gave one.",
  params: z.object({ name: className }),
  answer: z.object({ name: z.string() }),
});

const text = z.string().trim().min(1).max(50_000);

export const writeDraft = defineEndpoint({
  method: "POST",
  path: "/api/inbox/:id/draft",
  scope: "act",
  about: "Drafts an answer: from what Kralle knows, or with the person's own words. Null where nothing is known.",
  params: byId,
  body: z.object({ text: text.optional() }),
  status: 201,
  answer: z.object({ draft: draft.nullable() }),
});

/** One line: what is approved is what is sent. */
const line = z
  .string()
  .trim()
  .min(1)
  .max(900)
  .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "it has to be one line");

export const editDraft = defineEndpoint({
  method: "PATCH",
  path: "/api/drafts/:id",
  scope: "act",
  about: "Changes a draft; what was to go out by itself does not any more.",
  params: byId,
  body: z.object({ subject: line.optional(), text }),
  answer: draft,
});

export const holdDraft = defineEndpoint({
  method: "POST",
  path: "/api/drafts/:id/hold",
  scope: "act",
  about: "Keeps a draft from going out by itself.",
  params: byId,
  answer: draft,
});

export const approveDraft = defineEndpoint({
  method: "POST",
  path: "/api/drafts/:id/approve",
  scope: "act",
  about: "Sends exactly the letter that was read.",
  params: byId,
  body: z.object({ hash: z.string().length(64) }),
  answer: draft,
});

export const discardDraft = defineEndpoint({
  method: "DELETE",
  path: "/api/drafts/:id",
  scope: "act",
  about: "Throws a draft away.",
  params: byId,
  answer: draft,
});

const rule = z.object({
  id: z.string(),
  version: z.int(),
  /** As it was written. */
  text: z.string(),
  /** As it was understood. */
  words: z.string(),
  state: z.enum(["proposed", "on", "off"]),
  at: moment,
});
export type MailRuleInfo = z.infer<typeof rule>;

export const listMailRules = defineEndpoint({
  method: "GET",
  path: "/api/mail-rules",
  scope: "read",
  about: "The rules about mail.",
  query: z.object({ language }),
  answer: z.object({ rules: z.array(rule) }),
});

export const proposeMailRule = defineEndpoint({
  method: "POST",
  path: "/api/mail-rules",
  scope: "act",
  about: "Reads a rule in plain language and says how it was understood; it does nothing before it is confirmed.",
  body: z.object({ text: z.string().trim().min(1).max(500), language }),
  status: 201,
  answer: rule,
});

export const setMailRule = defineEndpoint({
  method: "PATCH",
  path: "/api/mail-rules/:id",
  scope: "act",
  about: "Confirms a rule in the version that was shown, switches it off or takes it away.",
  params: byId,
  body: z.object({ state: z.enum(["on", "off", "removed"]), version: z.int().positive(), language }),
  answer: rule,
});
