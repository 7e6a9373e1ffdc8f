import { z } from "zod";
import type { Corrected, DraftView, InboxEntry, MailClassInfo, MailView } from "../../desks/inbox/index.ts";
import type { Item } from "../../store/index.ts";
import { defineCommand } from "../command.ts";
import { toValues } from "../doctor/encoder.ts";
import type { Finding } from "../doctor/types.ts";
import { inboxOf, ownInboxOf } from "../desks/inbox.ts";

const id = z.string().min(1).max(200);
const byId = z.object({ id });
const language = z.enum(["en", "de"]).default("en");

const listInput = z.object({
  state: z.enum(["open", "snoozed", "done"]).default("open"),
  limit: z.int().min(1).max(500).default(200),
});

/** Newest first, and how it stands with the encoder by which mail is judged better. */
export const inbox = defineCommand<typeof listInput, { entries: InboxEntry[]; encoder: Finding["values"] }, never>({
  about: "lists what is in the inbox",
  input: listInput,
  async run(filter, call) {
    const [own, here] = await Promise.all([inboxOf(call), call.services.encoderHere()]);
    return { entries: await own.list(filter), encoder: toValues(await here.state()) };
  },
});

export const inboxItem = defineCommand<typeof byId, MailView, never>({
  about: "shows a mail with what is thought of it, and its draft",
  input: byId,
  run: async ({ id: item }, call) => (await inboxOf(call)).show(item),
});

const correctInput = byId.extend({ class: z.string().min(1).max(40) });

export const correctMail = defineCommand<typeof correctInput, Corrected, never>({
  about: "says what a mail is; mails like it are judged anew",
  input: correctInput,
  run: async ({ id: item, class: name }, call) => (await ownInboxOf(call)).correct(item, name),
});

const stateInput = byId.extend({
  state: z.enum(["open", "snoozed", "done"]),
  /** Of "snoozed", ms UTC. */
  until: z.int().positive().optional(),
});

export const setMailState = defineCommand<typeof stateInput, Item, never>({
  about: "snoozes an item, ends it or opens it again",
  input: stateInput.refine(
    ({ state, until }) => (state === "snoozed") === (until !== undefined),
    "snoozed needs until",
  ),
  async run({ id: item, state, until }, call) {
    const own = await ownInboxOf(call);
    if (state === "snoozed") return own.snooze(item, until ?? 0);
    return state === "done" ? own.done(item) : own.reopen(item);
  },
});

const followUpInput = byId.extend({ days: z.int().min(1).max(365) });

export const followUpMail = defineCommand<typeof followUpInput, { due: number }, never>({
  about: "reminds when nobody has answered by then",
  input: followUpInput,
  run: async ({ id: item, days }, call) => ({ due: await (await ownInboxOf(call)).followUp(item, days) }),
});

export const unsubscribeMail = defineCommand<typeof byId, { state: "done" } | { state: "link"; link: string }, never>({
  about: "takes the owner off the list that a mail came from",
  input: byId,
  run: async ({ id: item }, call) => (await ownInboxOf(call)).unsubscribe(item),
});

const answerInput = byId.extend({ answer: z.enum(["accept", "tentative", "decline"]) });

export const answerInvitation = defineCommand<typeof answerInput, DraftView, never>({
  about: "drafts the answer to an invitation",
  input: answerInput,
  run: async ({ id: item, answer }, call) => (await ownInboxOf(call)).answerInvitation(item, answer),
});

const languageInput = z.object({ language });

export const mailClasses = defineCommand<typeof languageInput, { classes: MailClassInfo[] }, never>({
  about: "lists the classes of mail",
  input: languageInput,
  run: async (input, call) => ({ classes: await (await inboxOf(call)).classes(input.language) }),
});

const classInput = z.object({ name: z.string().min(1).max(40), title: z.string().min(1).max(60) });

export const nameMailClass = defineCommand<typeof classInput, z.output<typeof classInput>, never>({
  about: "makes a class of mail, or gives it another title",
  input: classInput,
  async run(own, call) {
    await (await ownInboxOf(call)).nameClass(own);
    return own;
  },
});

const nameInput = z.object({ name: z.string().min(1).max(40) });

export const removeMailClass = defineCommand<typeof nameInput, { name: string }, never>({
  about: "takes a class of mail away",
  input: nameInput,
  async run({ name }, call) {
    await (await ownInboxOf(call)).removeClass(name);
    return { name };
  },
});
