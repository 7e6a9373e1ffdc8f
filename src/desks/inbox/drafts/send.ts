import { AppError, type Context } from "../../../core/index.ts";
import type { WorkflowRun } from "../../../durable/index.ts";
import { releaseOf } from "../../../guard/index.ts";
import type { ApprovalVia, DraftState, Mail, Store, StoredDraft } from "../../../store/index.ts";
import type { DeskParts } from "../../types.ts";
import { act, toEnded } from "../acts.ts";
import { settleAnswer } from "../extract/answer.ts";
import { draftContent, type DraftContent } from "./content.ts";
import { effectOf, recipientOf, titleOf, toCall, toLetter, toQuestion, type Letter } from "./letter.ts";

/** Who releases a draft, and by which way. */
export interface Releaser {
  by: string;
  via: ApprovalVia;
}

/** A draft with all that sending it asks. */
export interface Prepared {
  stored: StoredDraft;
  content: DraftContent;
  mail: Mail;
  letter: Letter;
  /** Of the letter, as a person who looks at it releases it. */
  hash: string;
}

/** What can still be sent. After one that failed for certain, it may be tried again. */
const SENDABLE: readonly DraftState[] = ["asking", "open", "waiting", "failed"];

export async function prepare(store: Store, id: string, seen: boolean, ctx: Context): Promise<Prepared> {
  const stored = await store.inbox.drafts.get(id);
  const mail = stored && (await store.mails.get(stored.mail));
  const content = stored && draftContent.safeParse(stored.draft).data;
  if (!stored || !mail || !content) throw noDraft(id);
  const from = (await store.accounts.get(stored.account))?.address ?? null;
  const to = content.calendar?.to ?? recipientOf(mail)?.address ?? stored.recipient;
  if (from === null) {
    throw new AppError("E_NOT_FOUND", "The account that this mail came to is not connected any more.", {
      hint: "Connect it again with `kralle accounts connect`.",
    });
  }
  const letter = toLetter(mail, content, { from, to, seen });
  return { stored, content, mail, letter, hash: toQuestion(stored.account, letter, ctx).hash };
}

/**
 * A person releases exactly the letter that they saw: question, answer and use are kept with the approvals, then it is sent. Throws
 * E_INPUT when the letter is another one by now; what is thrown after that stands in the draft too.
 */
export async function approveDraft(
  parts: DeskParts,
  id: string,
  hash: string,
  { by, via }: Releaser,
  ctx: Context,
): Promise<StoredDraft> {
  const { store } = parts;
  const prepared = await prepare(store, id, true, ctx);
  const { stored, letter } = prepared;
  if (!SENDABLE.includes(stored.state)) throw notOpen(stored.state);
  if (prepared.hash !== hash) {
    throw new AppError("E_INPUT", "The draft was changed since it was shown.", {
      hint: "Read it again, then release it.",
    });
  }
  const question = toQuestion(stored.account, letter, ctx);
  await store.approvals.ask({ ...question, message: null, maxCount: 1, maxAmount: null }, ctx);
  await store.approvals.decide(question.id, { decision: "allow", hash, by, via }, ctx);
  const release = releaseOf(question, toCall(stored.account, letter), ctx);
  if (release === null || !(await store.approvals.use(question.id, release, ctx))) {
    throw new AppError("E_REFUSED", "The release of this draft does not count any more.", {
      hint: "Release it again.",
    });
  }
  await parts.later.cancelTimer(timerOf(id));
  return sendNow(parts, prepared, true, ctx);
}

/**
 * Sends what was released. A second call finds it at work, or sent: the journal does one act of a name once. `run`: the workflow whose step
 * this is; it goes on with what the process that had the work before left open.
 */
export async function sendNow(
  parts: DeskParts,
  { stored, letter }: Prepared,
  seen: boolean,
  ctx: Context,
  run?: Pick<WorkflowRun, "ensureOwner">,
): Promise<StoredDraft> {
  const { drafts } = parts.store.inbox;
  const effect = effectOf(stored);
  const claimed = await drafts.change(
    stored.id,
    [...SENDABLE, "sending"],
    { state: "sending", seen, effect, due: null },
    ctx,
  );
  if (claimed === null) throw notOpen(stored.state);
  parts.changed("items", stored.item);
  try {
    const intent = {
      id: effect,
      kind: "mail.send",
      account: stored.account,
      arguments: letter,
      title: titleOf(letter),
    };
    await act(parts, intent, letter.to, ctx, run);
  } catch (thrown) {
    const ended = toEnded(thrown);
    if (ended.state === "sent") throw thrown;
    await drafts.change(stored.id, ["sending"], { state: ended.state, why: [ended.why] }, ctx);
    parts.changed("items", stored.item);
    throw thrown;
  }
  const sent = await finishSent(parts, claimed, ctx);
  return sent ?? claimed;
}

/** The mail is answered: nobody has to do anything about it. */
async function finishSent(parts: DeskParts, { id, item }: StoredDraft, ctx: Context): Promise<StoredDraft | null> {
  const { store } = parts;
  const patch = { state: "sent", sent: ctx.clock.now(), why: [] } as const;
  const sent = await store.inbox.drafts.change(id, ["sending", "unclear"], { ...patch, why: [] }, ctx);
  if (sent !== null && (await store.items.get(item)) !== null) await store.items.setState(item, "done", ctx);
  const content = sent && draftContent.safeParse(sent.draft).data;
  if (sent && content) await settleAnswer(store, { account: sent.account, draft: content }, ctx);
  parts.changed("items", item);
  return sent;
}

/** What a crash, or a person who settled an unclear act, left behind: the journal knows how it ended. */
export async function followEffects(parts: DeskParts, ctx: Context): Promise<void> {
  const { drafts } = parts.store.inbox;
  for (const draft of await drafts.list({ states: ["sending", "unclear"], limit: 200 })) {
    const effect = draft.effect === null ? null : await parts.store.effects.find(draft.effect);
    if (effect?.state === "confirmed") await finishSent(parts, draft, ctx);
    else if (effect?.state === "unknown") await drafts.change(draft.id, ["sending"], { state: "unclear" }, ctx);
    else if (effect?.state === "failed")
      await drafts.change(draft.id, ["sending", "unclear"], { state: "failed" }, ctx);
  }
}

/** Name of the timer that sends a draft. */
export const timerOf = (id: string): string => `inbox.send ${id}`;

export function noDraft(id: string): AppError {
  return new AppError("E_NOT_FOUND", `There is no draft ${id}.`, { hint: "`kralle inbox` lists what is open." });
}

function notOpen(state: DraftState): AppError {
  return new AppError("E_INPUT", `The draft cannot be released: it is "${state}".`, {
    hint: "`kralle inbox show ITEM` says how it stands.",
  });
}
