import { toSafeLine, toSafeText, type InboxEntry, type InboxGroup, type MailView } from "../../../app/index.ts";
import { textOption } from "../../usage.ts";
import { cut, toColumns, wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { showDraft } from "./drafts.ts";
import { tellAppointment, tellEnclosed, tellInvoice } from "./extracted.ts";
import { inDays, toDays, type Action } from "./types.ts";

const GROUPS: readonly InboxGroup[] = ["release", "answer", "look", "rest"];

export const list: Action = async ({ app, ctx, ui }, _words, options) => {
  const state = textOption(options, "state") as "open" | undefined; // the command says which there are
  const listed = await app.run("inbox", state === undefined ? {} : { state }, {}, ctx);
  return [
    listed,
    () => {
      showList(listed.entries, ui);
      const { encoder } = listed;
      if (listed.entries.length > 0 && encoder["state"] !== "here")
        ui.out.line(ui.out.style.dim(wrap(ui.texts.encoder.found(encoder, ui.format), ui.out.columns)));
    },
  ];
};

function showList(entries: readonly InboxEntry[], ui: Ui): void {
  const { out, texts, format } = ui;
  if (entries.length === 0) return out.line(wrap(texts.inbox.none, out.columns));
  for (const group of GROUPS) {
    const own = entries.filter((entry) => entry.group === group);
    if (own.length === 0) continue;
    out.line(out.style.bold(`${texts.inbox.groups[group]} (${own.length})`));
    const rows = own.map(({ item, money }) => [
      item.id,
      format.dateTime(item.at),
      cut(toSafeLine(item.who?.name === "" ? item.who.address : (item.who?.name ?? "")), 24),
      money === null ? "" : toSafeLine(`${money.amount} ${money.currency ?? ""}`.trim()),
      item.due === null ? "" : texts.inbox.due(format.date(item.due)),
      toSafeLine(item.title),
    ]);
    for (const line of toColumns(rows)) out.line(cut(`  ${line}`, out.columns));
  }
}

export const showItem: Action = async ({ app, ctx, ui }, [id = ""]) => {
  const view = await app.run("inboxItem", { id }, {}, ctx);
  return [view, () => tellItem(view, ui)];
};

function tellItem(view: MailView, ui: Ui): void {
  const { item, mail, person } = view;
  const { out, texts, format } = ui;
  const { inbox } = texts;
  const line = (text: string): void => out.line(wrap(text, out.columns));
  out.line(out.style.bold(cut(toSafeLine(item.title), out.columns)));
  line(
    `${inbox.from} ${toSafeLine(`${item.who?.name ?? ""} <${item.who?.address ?? ""}>`)}, ${format.dateTime(item.at)}`,
  );
  const sure = item.features["confidence"];
  const parts = [view.reason[ui.language], ...(sure === undefined ? [] : [inbox.isLikely(format.percent(sure))])];
  line(out.style.dim(toSafeLine(parts.join(" · "))));
  for (const one of item.evidence) if (one.type === "quote") line(out.style.dim(`„${toSafeLine(one.text)}“`));
  if (person !== null) line(out.style.dim(inbox.history(person.received, person.sent)));
  if (mail === null) return line(inbox.noMail);
  const { hidden, swapped, fail } = inbox.warnings;
  const odd = [mail.hasHidden ? hidden : "", mail.isSwapped ? swapped : "", mail.verified === "fail" ? fail : ""];
  for (const warning of odd) if (warning !== "") line(out.style.red(warning));
  out.line("");
  for (const part of toSafeText(mail.text).split("\n")) line(part);
  if (mail.attachments.length > 0)
    line(
      `${inbox.attachments}: ${mail.attachments.map(({ name, bytes }) => `${toSafeLine(name)} (${format.size(bytes)})`).join(", ")}`,
    );
  out.line("");
  tellInvoice(view, ui);
  tellAppointment(view, ui);
  tellEnclosed(view, ui);
  if (view.letter === null) line(inbox.noDraft.replace(/ITEM|EINTRAG/u, item.id));
  else showDraft(view.letter, item.id, ui);
}

export const correct: Action = async ({ app, ctx, ui }, [id = "", name = ""]) => {
  const corrected = await app.run("correctMail", { id, class: name }, {}, ctx);
  return [corrected, () => ui.out.line(wrap(ui.texts.inbox.corrected(name, corrected.others.length), ui.out.columns))];
};

export const snooze: Action = async (session, [id = "", days = ""]) => {
  const { app, ctx, ui } = session;
  const until = inDays(ctx.clock.now(), toDays(days, session));
  const item = await app.run("setMailState", { id, state: "snoozed", until }, {}, ctx);
  return [item, () => ui.out.line(ui.texts.inbox.snoozed(ui.format.dateTime(until)))];
};

export const setState =
  (state: "open" | "done"): Action =>
  async ({ app, ctx, ui }, [id = ""]) => {
    const item = await app.run("setMailState", { id, state }, {}, ctx);
    return [item, () => ui.out.line(state === "done" ? ui.texts.inbox.ended : ui.texts.inbox.reopened)];
  };

export const followUp: Action = async (session, [id = "", days = ""]) => {
  const { app, ctx, ui } = session;
  const set = await app.run("followUpMail", { id, days: toDays(days, session) }, {}, ctx);
  return [set, () => ui.out.line(wrap(ui.texts.inbox.followUp(ui.format.dateTime(set.due)), ui.out.columns))];
};

export const unsubscribe: Action = async ({ app, ctx, ui }, [id = ""]) => {
  const end = await app.run("unsubscribeMail", { id }, {}, ctx);
  const { inbox } = ui.texts;
  const told = end.state === "done" ? inbox.unsubscribed : inbox.link(toSafeLine(end.link));
  return [end, () => ui.out.line(wrap(told, ui.out.columns))];
};

export const classes: Action = async ({ app, ctx, ui }) => {
  const listed = await app.run("mailClasses", { language: ui.language }, {}, ctx);
  const rows = listed.classes.map(({ name, title }) => [name, toSafeLine(title)]);
  return [listed, () => toColumns([[...ui.texts.inbox.classHeadings], ...rows]).forEach((line) => ui.out.line(line))];
};

export const nameClass: Action = async ({ app, ctx, ui }, [name = "", ...title]) => {
  const named = await app.run("nameMailClass", { name, title: title.join(" ") }, {}, ctx);
  return [named, () => ui.out.line(ui.texts.inbox.named(named.name, toSafeLine(named.title)))];
};
