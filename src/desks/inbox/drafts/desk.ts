import { AppError, type Context } from "../../../core/index.ts";
import type { Evidence, Item, StoredDraft } from "../../../store/index.ts";
import { draftAnswer, type InboxParts } from "../handle.ts";
import { draftContent, editContent, type DraftContent } from "./content.ts";
import { recipientOf } from "./letter.ts";
import { approveDraft, followEffects, noDraft, prepare, timerOf, type Releaser } from "./send.ts";

/** A draft as a person reads it before it is released. */
export interface DraftView {
  id: string;
  state: StoredDraft["state"];
  to: string;
  subject: string;
  text: string;
  sentences: { text: string; sources: Evidence[] }[];
  complete: boolean;
  questions: string[];
  why: string[];
  /** When it goes out by itself, ms UTC; null: not by itself. */
  due: number | null;
  /** Of exactly this letter: releasing it names this. */
  hash: string;
  edited: boolean;
  sent: number | null;
  /** Of the act that sends it, in the journal of effects; null: there was none. */
  effect: string | null;
}

/** What a person does with drafts. E_NOT_FOUND without such a draft, E_INPUT where it is too late. */
export interface DraftDesk {
  ofItem(item: Item): Promise<DraftView | null>;
  show(id: string): Promise<DraftView>;
  /** Writes one, where there is none yet: by what is known, or with the person's own words. */
  write(item: string, own?: { text: string }): Promise<DraftView | null>;
  /** Changes it; what was to go out by itself does not any more. */
  edit(id: string, words: { subject?: string; text: string }): Promise<DraftView>;
  /** It does not go out by itself; it stays. */
  hold(id: string): Promise<DraftView>;
  discard(id: string): Promise<DraftView>;
  approve(id: string, hash: string, releaser: Releaser): Promise<DraftView>;
}

const CHANGEABLE = ["asking", "open", "waiting", "failed"] as const;

export function createDraftDesk(parts: InboxParts, find: (id: string) => Promise<Item>, ctx: Context): DraftDesk {
  const { drafts } = parts.store.inbox;
  const show = (id: string): Promise<DraftView> => showDraft(parts, id, ctx);
  /** Takes it out of the hands of the timer first. */
  const change = async (id: string, patch: Parameters<typeof drafts.change>[2]): Promise<DraftView> => {
    await show(id);
    await parts.later.cancelTimer(timerOf(id));
    const changed = await drafts.change(id, CHANGEABLE, { ...patch, due: null }, ctx);
    if (changed === null) {
      throw new AppError("E_INPUT", "It is too late: the draft is sent, or on its way.", {
        hint: "`kralle effects` says what went out.",
      });
    }
    parts.changed("items", changed.item);
    return show(id);
  };
  const edit: DraftDesk["edit"] = async (id, { subject, text }) => {
    const before = draftContent.safeParse((await drafts.get(id))?.draft).data;
    if (!before) throw noDraft(id);
    const draft = editContent(before, { subject: subject ?? before.subject, text });
    return change(id, { state: "open", why: [], draft });
  };
  return {
    show,
    async ofItem({ source }) {
      await followEffects(parts, ctx);
      const found = await drafts.ofMail(source);
      return found && show(found.id);
    },
    async write(id, own) {
      const item = await find(id);
      const known = await drafts.ofMail(item.source);
      if (known !== null && known.state !== "discarded")
        return own === undefined ? show(known.id) : edit(known.id, own);
      const patch = own === undefined ? {} : { draft: await ownContent(parts, item, own.text) };
      if (known !== null) await drafts.change(known.id, ["discarded"], { state: "open", why: [], ...patch }, ctx);
      else if (patch.draft !== undefined) await keepOwn(parts, item, patch.draft, ctx);
      else await draftAnswer(parts, item.source, { item: item.id, answer: "draft", afterMinutes: 0 }, ctx);
      parts.changed("items", item.id);
      const made = await drafts.ofMail(item.source);
      return made && show(made.id);
    },
    edit,
    hold: (id) => change(id, { state: "open" }),
    discard: (id) => change(id, { state: "discarded" }),
    async approve(id, hash, releaser) {
      await approveDraft(parts, id, hash, releaser, ctx);
      return show(id);
    },
  };
}

async function showDraft({ store }: InboxParts, id: string, ctx: Context): Promise<DraftView> {
  const { stored, content, letter, hash } = await prepare(store, id, true, ctx);
  const { state, why, due, sent } = stored;
  const { text, sentences, complete, questions, edited } = content;
  const effect = stored.effect === null ? null : ((await store.effects.find(stored.effect))?.id ?? null);
  const words = { to: letter.to[0] ?? "", subject: letter.subject, text, sentences, complete, questions, edited };
  return { id, state, ...words, why, due, hash, sent, effect };
}

/** A draft that the person writes: none of its sentences has a source but them. */
async function ownContent({ store }: InboxParts, { source }: Item, text: string): Promise<DraftContent> {
  const mail = await store.mails.get(source);
  const subject = toReplySubject(mail?.subject ?? "");
  const about = {
    language: mail?.language ?? "en",
    sentences: [],
    complete: true,
    questions: [],
    confidence: 1,
  } as const;
  return editContent({ ...about, sentences: [], questions: [], subject, text: "", edited: true }, { subject, text });
}

async function keepOwn({ store }: InboxParts, item: Item, draft: DraftContent, ctx: Context): Promise<void> {
  const mail = await store.mails.get(item.source);
  const to = mail && recipientOf(mail);
  if (!mail || !to) throw new AppError("E_INPUT", "Nobody can be answered there.");
  const { account, thread } = mail;
  await store.inbox.drafts.create(
    { mail: mail.id, item: item.id, account, thread, recipient: to.address, state: "open", draft, why: [], due: null },
    ctx,
  );
}

const toReplySubject = (subject: string): string =>
  (/^(?:re|aw):/iu.test(subject) ? subject : `Re: ${subject}`).slice(0, 900);
