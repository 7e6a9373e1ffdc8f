import { AppError, type Context } from "../../core/index.ts";
import type { Item, ItemState, Mail } from "../../store/index.ts";
import { createBulkDesk, type BulkDesk } from "./bulk/bulk.ts";
import { listClasses, type Language, type MailClassInfo } from "./classes.ts";
import { createCorrections, type Corrected } from "./corrections.ts";
import { createDraftDesk, type DraftDesk, type DraftView } from "./drafts/desk.ts";
import { draftInvitationAnswer } from "./extract/answer.ts";
import type { AnswerKind } from "./extract/toExtracted.ts";
import { setFollowUp } from "./followUps.ts";
import { WORK, type InboxParts } from "./handle.ts";
import { DESK } from "./item.ts";
import { readOwner } from "./owner.ts";
import type { RuleBook } from "./rules/book.ts";
import { unsubscribe, type Unsubscribed } from "./unsubscribe.ts";
import { showEntry, showMail, type InboxEntry, type MailView } from "./view.ts";

/** What a person does with mail. Items are named by their id, or by that of their mail. E_NOT_FOUND without such an item. */
export interface Inbox {
  list(filter: { state: ItemState; limit: number }): Promise<InboxEntry[]>;
  show(item: string): Promise<MailView>;
  classes(language: Language): Promise<MailClassInfo[]>;
  /** Makes a class, or gives it another title. */
  nameClass(own: { name: string; title: string }): Promise<void>;
  removeClass(name: string): Promise<void>;
  /** What the mail is; open mails that are like it are judged anew at once. */
  correct(item: string, name: string): Promise<Corrected>;
  snooze(item: string, until: number): Promise<Item>;
  done(item: string): Promise<Item>;
  reopen(item: string): Promise<Item>;
  /** When the owner is reminded unless an answer comes; ms UTC. */
  followUp(item: string, days: number): Promise<number>;
  /** Takes the owner off the list by itself where RFC 8058 lets it; else the link that the person may open. */
  unsubscribe(item: string): Promise<Unsubscribed>;
  /** Drafts the answer to an invitation; it goes out when somebody releases that draft. */
  answerInvitation(item: string, answer: AnswerKind): Promise<DraftView>;
  readonly drafts: DraftDesk;
  readonly rules: RuleBook;
  /** Many mails at once, each list released as it was shown. */
  readonly bulk: BulkDesk;
}

export function createInbox(parts: InboxParts, ctx: Context): Inbox {
  const { store } = parts;
  const find = async (id: string): Promise<Item> => {
    const found = (await store.items.get(id)) ?? (await store.items.find(DESK, id));
    if (found?.desk === DESK) return found;
    throw new AppError("E_NOT_FOUND", `There is no item ${id} in the inbox.`, {
      hint: "`kralle inbox` lists what is open.",
    });
  };
  const mailOf = async ({ id, source }: Item): Promise<Mail> => {
    const mail = await store.mails.get(source);
    if (mail) return mail;
    throw new AppError("E_NOT_FOUND", `The item ${id} has no mail.`);
  };
  const put = async (id: string, state: ItemState, until?: number): Promise<Item> => {
    const item = await find(id);
    await parts.later.cancelTimer(wakeOf(item.id));
    const changed = await store.items.setState(item.id, state, ctx, until);
    if (until !== undefined)
      await parts.later.setTimer({
        id: wakeOf(item.id),
        workflow: WORK.wake,
        input: { item: item.id, until },
        due: until,
      });
    parts.changed("items", item.id);
    return changed;
  };
  const drafts = createDraftDesk(parts, find, ctx);
  return {
    drafts,
    rules: parts.rules,
    bulk: createBulkDesk(parts, ctx),
    ...createCorrections(parts, find, ctx),
    classes: (language) => listClasses(store, language),
    async list({ state, limit }) {
      const items = await store.items.list({ desk: DESK, states: [state], limit });
      return Promise.all(items.map((item) => showEntry(parts, item)));
    },
    async show(id) {
      const item = await find(id);
      return showMail(parts, item, await drafts.ofItem(item), ctx);
    },
    async snooze(id, until) {
      if (until <= ctx.clock.now())
        throw new AppError("E_INPUT", "A snooze ends in the future.", { hint: "Name a later time." });
      return put(id, "snoozed", until);
    },
    done: (id) => put(id, "done"),
    reopen: (id) => put(id, "open"),
    followUp: async (id, days) => setFollowUp(parts, await mailOf(await find(id)), days, ctx),
    async answerInvitation(id, kind) {
      const item = await find(id);
      const given = { item, mail: await mailOf(item), kind, owner: await readOwner(store) };
      const { id: draft } = await draftInvitationAnswer(store, given, ctx);
      parts.changed("items", item.id);
      return drafts.show(draft);
    },
    async unsubscribe(id) {
      const item = await find(id);
      const end = await unsubscribe(parts, await mailOf(item), ctx);
      if (end.state === "done") await put(id, "done");
      return end;
    },
  };
}

const wakeOf = (item: string): string => `inbox.wake ${item}`;

/** The end of a snooze, unless it was moved or ended meanwhile. */
export async function wake(
  parts: InboxParts,
  { item: id, until }: { item: string; until: number },
  ctx: Context,
): Promise<string> {
  const item = await parts.store.items.get(id);
  if (item?.state !== "snoozed" || item.until !== until) return "not asleep";
  await parts.store.items.setState(id, "open", ctx);
  parts.changed("items", id);
  return "open";
}
