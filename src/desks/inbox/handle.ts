import type { Context } from "../../core/index.ts";
import type { WorkflowRun } from "../../durable/index.ts";
import type { Mail, StoredDraft } from "../../store/index.ts";
import type { DeskParts } from "../types.ts";
import { toSafeLine } from "../../guard/index.ts";
import { act, isLeftToRules, toEnded } from "./acts.ts";
import { recipientOf } from "./drafts/letter.ts";
import { isOdd } from "./drafts/odd.ts";
import { prepare, timerOf } from "./drafts/send.ts";
import { findingsOf } from "./extract/findings.ts";
import { applyInvitation, findConflicts } from "./extract/invitations.ts";
import { withExtracted, type Extracted } from "./extract/toExtracted.ts";
import { followUpOf } from "./followUps.ts";
import { DESK, differs, toItem } from "./item.ts";
import type { Judged, Judging } from "./judging.ts";
import { readOwner, type Owner } from "./owner.ts";
import type { Release, Replying, SendDecision } from "./replying.ts";
import type { RuleBook } from "./rules/book.ts";
import { applyRules, type RuleDecision } from "./rules/match.ts";

/** What handling mail works with. */
export interface InboxParts extends DeskParts {
  judging: Judging;
  rules: RuleBook;
  replying: Replying;
}

export const WORK = { mail: "inbox.mail", send: "inbox.send", wake: "inbox.wake", followUp: "inbox.followUp" } as const;

/** What the first step found, as it is recorded. */
interface Plan {
  item: string;
  class: string;
  archive: boolean;
  folder: string | null;
  done: boolean;
  answer: RuleDecision["answer"];
  afterMinutes: number;
  followUpDays: number | null;
  needsReply: boolean;
}

/**
 * One new mail: judged, made an item, filed and answered as the owner's rules say. Every step may run twice: items and drafts are one per
 * mail, acts outside have one name. Gives the class, for the ledger.
 */
export async function handleMail(parts: InboxParts, id: string, run: WorkflowRun, outer: Context): Promise<string> {
  const ctx = { ...outer, signal: run.signal };
  const plan = await run.step("judge", () => planMail(parts, id, ctx), { attempts: 3, pauseMs: 100 });
  if (plan === null) return "gone";
  const isAsked = plan.archive || plan.folder !== null;
  const isFiled = isAsked && (await run.step("file", () => fileMail(parts, id, plan, run, ctx)));
  if (plan.done || (plan.archive && isFiled))
    await run.step("done", async () => void (await parts.store.items.setState(plan.item, "done", ctx)));
  if (plan.needsReply && plan.answer !== "never") await run.step("draft", () => draftAnswer(parts, id, plan, ctx));
  parts.changed("items", plan.item);
  return plan.class;
}

async function planMail(parts: InboxParts, id: string, ctx: Context): Promise<Plan | null> {
  const mail = await parts.store.mails.get(id);
  if (mail === null) return null; // the owner's data was deleted meanwhile
  await settleFollowUp(parts, mail, ctx);
  const { judged, decision, item } = await judgeMail(parts, mail, ctx);
  const isInvitation = (await parts.store.items.get(item))?.kind === "appointment";
  const { archive, folder, done, answer, afterMinutes, followUpDays } = decision;
  const needsReply =
    judged.judgement.needsReply && mail.automatic === null && judged.judgement.class !== "spam" && !isInvitation;
  return { item, class: judged.judgement.class, archive, folder, done, answer, afterMinutes, followUpDays, needsReply };
}

/** What the owner's rules say of a mail, as they are now. */
export async function decide({ rules }: InboxParts, { mail, judgement, isKnown }: Judged): Promise<RuleDecision> {
  return applyRules(await rules.active(), { mail, class: judgement.class, isKnown });
}

/** Judges a mail by what is known now, and puts its item where something changed. */
export async function judgeMail(
  parts: InboxParts,
  mail: Mail,
  ctx: Context,
): Promise<{ judged: Judged; decision: RuleDecision; item: string; isChanged: boolean }> {
  const [judged, owner, before] = await Promise.all([
    parts.judging.judge(mail),
    readOwner(parts.store),
    parts.store.items.find(DESK, mail.id),
  ]);
  const decision = await decide(parts, judged);
  const extracted = await extract(parts, judged, owner, ctx);
  const next = withExtracted(toItem(judged, decision, owner), mail, extracted, owner, ctx.clock.now());
  const isChanged = differs(before, next);
  const item = isChanged ? await parts.store.items.put(next, ctx) : before;
  return { judged, decision, item: item?.id ?? "", isChanged };
}

/** What the mail asks to pay or invites to. An invitation that is no spam is kept among the appointments. */
async function extract(
  { store }: InboxParts,
  { mail, judgement }: Judged,
  owner: Owner,
  ctx: Context,
): Promise<Extracted> {
  const findings = await findingsOf(store, mail, owner, ctx);
  const { invitation } = findings;
  if (invitation === null || judgement.class === "spam") return { findings, applied: null, conflicts: [] };
  const applied = await applyInvitation(store, mail, invitation, ctx);
  return { findings, applied, conflicts: await findConflicts(store, invitation, ctx.clock.now()) };
}

/** Moves the mail at the server, as a rule says. What cannot be moved stays, its item open, and why is in the journal. */
async function fileMail(
  parts: InboxParts,
  id: string,
  { folder }: Pick<Plan, "archive" | "folder">,
  run: WorkflowRun,
  ctx: Context,
): Promise<boolean> {
  const mail = await parts.store.mails.get(id);
  if (mail === null) return false;
  const given = folder === null ? { mail: id, action: "archive" } : { mail: id, action: "move", folder };
  const title = `File "${toSafeLine(mail.subject)}"`;
  try {
    const intent = { id: `${id}/file`, kind: "mail.file", account: mail.account, arguments: given, title };
    await act(parts, intent, [], ctx, run);
    return true;
  } catch (thrown) {
    const ended = toEnded(thrown);
    ctx.log.warn("a mail was not filed", { mail: id, state: ended.state });
    return false;
  }
}

/** A draft, and where the owner's rule and all gates let it, a moment at which it goes out by itself. */
export async function draftAnswer(
  parts: InboxParts,
  id: string,
  plan: Pick<Plan, "item" | "answer" | "afterMinutes">,
  ctx: Context,
): Promise<string> {
  const { store, replying } = parts;
  const mail = await store.mails.get(id);
  const to = mail && recipientOf(mail);
  if (!mail || !to || (await store.inbox.drafts.ofMail(id)) !== null) return "none";
  const judged = await parts.judging.judge(mail);
  const content = await replying.draft(judged, ctx);
  if (content === null) return "none";
  const decision = plan.answer === "send" ? await decide(parts, judged) : { ...plan, by: [] };
  const release = await releaseOf(parts, judged, content, decision, ctx);
  const now = ctx.clock.now();
  const due = release.go === "draft" ? null : now + (release.go === "now" ? 0 : plan.afterMinutes * 60_000);
  const state = due !== null ? "waiting" : content.complete ? "open" : "asking";
  const { account, thread } = mail;
  const draft = await store.inbox.drafts.create(
    { mail: id, item: plan.item, account, thread, recipient: to.address, state, draft: content, why: release.why, due },
    ctx,
  );
  await offerDraft(parts, draft, ctx);
  if (draft.state === "waiting" && draft.due !== null)
    await parts.later.setTimer({
      id: timerOf(draft.id),
      workflow: WORK.send,
      input: { draft: draft.id },
      due: draft.due,
    });
  return draft.state;
}

/** What can be released from elsewhere is exactly this letter: the item's action carries its hash. */
async function offerDraft(parts: InboxParts, { id, item: of, state }: StoredDraft, ctx: Context): Promise<void> {
  const item = await parts.store.items.get(of);
  if (item === null || state === "asking") return;
  const { hash } = await prepare(parts.store, id, true, ctx);
  const { language } = await readOwner(parts.store);
  const reply = {
    id: "reply",
    kind: "reply",
    title: SEND_DRAFT[language],
    arguments: { mail: item.source, draft: id, hash },
  };
  await parts.store.items.put(
    { ...item, actions: [reply, ...item.actions.filter(({ kind }) => kind !== "reply")] },
    ctx,
  );
}

const SEND_DRAFT = { en: "Send the draft", de: "Entwurf senden" } as const;

/** A rule of the owner, every gate, and the owner's policy: one no is enough. */
export async function releaseOf(
  parts: InboxParts,
  judged: Judged,
  content: Parameters<Replying["mayGoOut"]>[1],
  decision: SendDecision,
  ctx: Context,
): Promise<Release> {
  if (decision.answer !== "send") return { go: "draft", why: [] };
  const to = recipientOf(judged.mail);
  const owner = await readOwner(parts.store);
  if (to === null || to.isSwapped) return { go: "draft", why: [SWAPPED[owner.language]] };
  if (isOdd(judged.mail, owner.addresses)) return { go: "draft", why: [ODD[owner.language]] };
  if (!(await isLeftToRules(parts, "mail.send", [to.address], ctx)))
    return { go: "draft", why: [BY_POLICY[owner.language]] };
  return parts.replying.mayGoOut(judged, content, decision);
}

const SWAPPED = {
  en: "the mail wants its answer to go to another domain than it came from",
  de: "die Mail will ihre Antwort an eine andere Domain als die, von der sie kam",
} as const;
const ODD = {
  en: "the mail has hidden text, names other addresses, or speaks to a program",
  de: "die Mail hat verborgenen Text, nennt andere Adressen oder spricht zu einem Programm",
} as const;
const BY_POLICY = { en: "your policy wants to be asked", de: "Ihre Regeln verlangen eine Frage" } as const;

/** An answer came: nobody has to be reminded any more. */
async function settleFollowUp(parts: InboxParts, { thread }: Mail, ctx: Context): Promise<void> {
  await parts.later.cancelTimer(followUpOf(thread));
  const waiting = await parts.store.items.find(DESK, followUpOf(thread));
  if (waiting !== null && waiting.state !== "done") await parts.store.items.setState(waiting.id, "done", ctx);
}
