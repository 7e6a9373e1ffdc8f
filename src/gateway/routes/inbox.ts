import {
  answerInvitation,
  approveDraft,
  changeInboxItem,
  correctMail,
  discardDraft,
  editDraft,
  followUpMail,
  holdDraft,
  listInbox,
  listMailClasses,
  listMailRules,
  proposeMailRule,
  putMailClass,
  removeMailClass,
  setMailRule,
  showInboxItem,
  unsubscribeMail,
  writeDraft,
  type AppointmentInfo,
  type DraftInfo,
  type InboxEntryInfo,
  type InboxItemInfo,
  type MailRuleInfo,
  type MailViewInfo,
} from "../../api/index.ts";
import type { OutputOf } from "../../app/index.ts";
import { defineRoute, type Route } from "../types.ts";
import { callerOf } from "./caller.ts";

export const inboxRoutes: readonly Route[] = [
  defineRoute(listInbox, async ({ app, query, ctx }) => {
    const { entries } = await app.run("inbox", query, {}, ctx);
    return { entries: entries.map(toEntry) };
  }),
  defineRoute(showInboxItem, async ({ app, params, ctx }) => toView(await app.run("inboxItem", params, {}, ctx))),
  defineRoute(changeInboxItem, async ({ app, params, body: { state, until }, principal, ctx }) => {
    await app.conversations();
    const wanted = { ...params, state, ...(until === undefined ? {} : { until: Date.parse(until) }) };
    return toItem(await app.run("setMailState", wanted, callerOf(principal), ctx));
  }),
  defineRoute(correctMail, async ({ app, params, body, principal, ctx }) => {
    const { item, others } = await app.run("correctMail", { ...params, ...body }, callerOf(principal), ctx);
    return { item: toItem(item), others: others.map(toItem) };
  }),
  defineRoute(followUpMail, async ({ app, params, body, ctx }) => {
    await app.conversations();
    return { due: iso((await app.run("followUpMail", { ...params, ...body }, {}, ctx)).due) };
  }),
  defineRoute(unsubscribeMail, ({ app, params, principal, ctx }) =>
    app.run("unsubscribeMail", params, callerOf(principal), ctx),
  ),
  defineRoute(answerInvitation, async ({ app, params, body, ctx }) => {
    await app.conversations();
    return toDraft(await app.run("answerInvitation", { ...params, ...body }, {}, ctx));
  }),
  defineRoute(listMailClasses, ({ app, query, ctx }) => app.run("mailClasses", query, {}, ctx)),
  defineRoute(putMailClass, ({ app, params, body, ctx }) => app.run("nameMailClass", { ...params, ...body }, {}, ctx)),
  defineRoute(removeMailClass, ({ app, params, ctx }) => app.run("removeMailClass", params, {}, ctx)),
  defineRoute(writeDraft, async ({ app, params, body, ctx }) => {
    const { draft } = await app.run("writeDraft", { ...params, ...body }, {}, ctx);
    return { draft: draft && toDraft(draft) };
  }),
  defineRoute(editDraft, async ({ app, params, body, ctx }) => {
    await app.conversations();
    return toDraft(await app.run("editDraft", { ...params, ...body }, {}, ctx));
  }),
  defineRoute(holdDraft, async ({ app, params, ctx }) => {
    await app.conversations();
    return toDraft(await app.run("holdDraft", params, {}, ctx));
  }),
  defineRoute(approveDraft, async ({ app, params, body, principal, ctx }) => {
    await app.conversations();
    return toDraft(await app.run("approveDraft", { ...params, ...body }, callerOf(principal), ctx));
  }),
  defineRoute(discardDraft, async ({ app, params, ctx }) => {
    await app.conversations();
    return toDraft(await app.run("discardDraft", params, {}, ctx));
  }),
  defineRoute(listMailRules, async ({ app, query, ctx }) => {
    const { rules } = await app.run("mailRules", query, {}, ctx);
    return { rules: rules.map(toRule) };
  }),
  defineRoute(proposeMailRule, async ({ app, body, principal, ctx }) =>
    toRule(await app.run("proposeMailRule", body, callerOf(principal), ctx)),
  ),
  defineRoute(setMailRule, async ({ app, params, body, principal, ctx }) =>
    toRule(await app.run("setMailRule", { ...params, ...body }, callerOf(principal), ctx)),
  ),
];

type Entry = OutputOf<"inbox">["entries"][number];
type View = OutputOf<"inboxItem">;
type Draft = OutputOf<"editDraft">;

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

function toItem({ id, kind, title, who, at, class: name, needsReply, ...rest }: Entry["item"]): InboxItemInfo {
  const { importance, urgency, due, evidence, state, until, features } = rest;
  const confidence = features["confidence"] ?? null;
  return {
    id,
    kind,
    title,
    who,
    class: name,
    needsReply,
    importance,
    urgency,
    evidence,
    state,
    confidence,
    at: iso(at),
    due: isoOrNull(due),
    until: isoOrNull(until),
  };
}

function toEntry({ item, money, group, reason, draft }: Entry): InboxEntryInfo {
  return { item: toItem(item), money, group, reason, draft: draft && { ...draft, due: isoOrNull(draft.due) } };
}

function toDraft({ due, sent, ...rest }: Draft): DraftInfo {
  return { ...rest, due: isoOrNull(due), sent: isoOrNull(sent) };
}

function toView(view: View): MailViewInfo {
  const { mail, thread, person, correctedAt, rules, letter, invoice, appointment, enclosed } = view;
  return {
    ...toEntry(view),
    mail: mail && { ...mail, at: iso(mail.at) },
    thread: thread.map((one) => ({ ...one, at: iso(one.at) })),
    person: person && { ...person, firstAt: isoOrNull(person.firstAt) },
    correctedAt: isoOrNull(correctedAt),
    rules,
    letter: letter && toDraft(letter),
    invoice,
    appointment: appointment && toAppointment(appointment),
    enclosed: enclosed.map((one) => ({ ...one, sentAt: isoOrNull(one.sentAt) })),
  };
}

function toAppointment({ start, end, conflicts, ...told }: NonNullable<View["appointment"]>): AppointmentInfo {
  return {
    ...told,
    start: isoOrNull(start),
    end: isoOrNull(end),
    conflicts: conflicts.map((one) => ({ title: one.title, start: iso(one.start), end: iso(one.end) })),
  };
}

const toRule = ({ at, ...rest }: OutputOf<"setMailRule">): MailRuleInfo => ({ ...rest, at: iso(at) });
