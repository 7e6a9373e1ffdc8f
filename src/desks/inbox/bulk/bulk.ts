import { AppError, type Context } from "../../../core/index.ts";
import { createApproval, releaseOf, toSafeLine, type Approval, type Call } from "../../../guard/index.ts";
import type { BulkMail, Mail, StoredBulk } from "../../../store/index.ts";
import { act, toEnded } from "../acts.ts";
import { listClasses, type Language } from "../classes.ts";
import type { Releaser } from "../drafts/send.ts";
import type { InboxParts } from "../handle.ts";
import { DESK } from "../item.ts";
import { matches } from "../rules/match.ts";
import { showRule } from "../rules/show.ts";
import { readBulk, type BulkWish } from "./readBulk.ts";

/** Mails that one release may file; for more, the next list asks again. */
const MOST = 200;
/** So many of the newest mails are looked through. */
const LOOKED_AT = 5_000;
const PAGE = 500;
const DAY_MS = 24 * 60 * 60_000;
const VERSION = "1";
/** Only mail of the inbox is filed so; every kind of mailbox knows it by this name (RFC 9051, 5.1). */
const INBOX = "INBOX";

/** What would be done, before it is released: exactly these mails. */
export interface BulkPlan {
  /** As it was understood. */
  words: string;
  action: BulkWish["action"];
  folder: string | null;
  mails: { id: string; from: string; subject: string; at: number }[];
  /** There are others, which the next list has. */
  hasMore: boolean;
  /** Of exactly this list: who releases it names this. */
  hash: string;
}

export interface BulkDesk {
  /** E_INPUT names the words that were not understood. Nothing is done. */
  plan(text: string, language: Language): Promise<BulkPlan>;
  /** Files exactly the mails that were listed. E_INPUT where the list is another one by now. */
  approve(text: string, hash: string, releaser: Releaser, language: Language): Promise<StoredBulk>;
  list(): Promise<StoredBulk[]>;
  /** Puts back what one release moved. E_NOT_FOUND. */
  undo(id: string): Promise<StoredBulk>;
}

export function createBulkDesk(parts: InboxParts, ctx: Context): BulkDesk {
  const { store } = parts;
  const { bulks } = store.inbox;

  async function prepare(
    text: string,
    language: Language,
  ): Promise<{ plan: BulkPlan; found: Mail[]; question: Approval; call: Call }> {
    const classes = await listClasses(store, language);
    const wish = readBulk(text, classes);
    if ("unknown" in wish) throw notUnderstood(wish.unknown);
    const { found, hasMore } = await findMails(parts, wish, ctx);
    const age = wish.olderDays === null ? "" : ` (${AGE[language](wish.olderDays)})`;
    const words = `${showRule(wish.rule, classes, language)}${age}`;
    const { action, folder } = wish;
    const input = { action, folder, count: found.length, mails: found.map(({ id }) => id) };
    const call: Call = { tool: "mail.bulk", version: VERSION, input, place: DESK, session: "" };
    const question = createApproval(call, `${toSafeLine(words)}: ${found.length}`, ctx);
    const mails = found.map(({ id, from, subject, at }) => ({ id, from: from?.address ?? "", subject, at }));
    return { plan: { words, action, folder, mails, hasMore, hash: question.hash }, found, question, call };
  }

  return {
    plan: async (text, language) => (await prepare(text, language)).plan,
    async approve(text, hash, { by, via }, language) {
      const { plan, found, question, call } = await prepare(text, language);
      if (plan.hash !== hash) {
        throw new AppError("E_INPUT", "The list of mails is another one than was shown.", {
          hint: "Look at it again, then release it.",
        });
      }
      if (found.length === 0) throw new AppError("E_INPUT", "There is no such mail.");
      await store.approvals.ask({ ...question, message: null, maxCount: 1, maxAmount: null }, ctx);
      await store.approvals.decide(question.id, { decision: "allow", hash, by, via }, ctx);
      const release = releaseOf(question, call, ctx);
      if (release === null || !(await store.approvals.use(question.id, release, ctx)))
        throw new AppError("E_REFUSED", "The release of this list does not count any more.", {
          hint: "Look at the list again.",
        });
      const { words, action, folder } = plan;
      const mails = found.map((mail): BulkMail => ({
        mail: mail.id,
        account: mail.account,
        folder: INBOX,
        state: "pending",
      }));
      const bulk: StoredBulk = { id: question.id, words, action, folder, at: ctx.clock.now(), mails };
      await bulks.put(bulk); // before the first act: what was begun can be undone after a crash
      for (const one of bulk.mails) {
        one.state = await fileOne(parts, bulk, one, ctx);
        await bulks.put(bulk);
        if (one.state === "done") await endItem(parts, one.mail, ctx);
      }
      parts.changed("items");
      return bulk;
    },
    list: () => bulks.list(50),
    async undo(id) {
      const bulk = await bulks.get(id);
      if (bulk === null)
        throw new AppError("E_NOT_FOUND", `Nothing was filed under ${id}.`, {
          hint: "`kralle inbox bulks` lists them.",
        });
      for (const one of bulk.mails.filter(({ state }) => state === "done" || state === "unclear")) {
        if (bulk.action !== "done" && !(await putBack(parts, bulk, one, ctx))) continue;
        one.state = "undone";
        await bulks.put(bulk);
        const item = await store.items.find(DESK, one.mail);
        if (item !== null) await store.items.setState(item.id, "open", ctx);
      }
      parts.changed("items");
      return bulk;
    },
  };
}

const AGE: Readonly<Record<Language, (days: number) => string>> = {
  en: (days) => `older than ${days} days`,
  de: (days) => `älter als ${days} Tage`,
};

function notUnderstood(unknown: readonly string[]): AppError {
  const hint =
    'For example: "archive newsletters older than 30 days". Many mails can be archived, moved or marked as done.';
  if (unknown.length === 0) return new AppError("E_INPUT", "This cannot be done to many mails at once.", { hint });
  const words = unknown.map((word) => `"${toSafeLine(word)}"`).join(", ");
  return new AppError("E_INPUT", `These words were not understood: ${words}.`, { hint });
}

/** Mails that lie in an inbox and are what is meant, the oldest first. */
async function findMails(
  { store, judging }: InboxParts,
  wish: BulkWish,
  ctx: Context,
): Promise<{ found: Mail[]; hasMore: boolean }> {
  const before = wish.olderDays === null ? Number.POSITIVE_INFINITY : ctx.clock.now() - wish.olderDays * DAY_MS;
  const found: Mail[] = [];
  let page: Mail[] = [];
  for (let seen = 0; seen < LOOKED_AT; seen += page.length) {
    const last = page.at(-1);
    page = await store.mails.list({ direction: "in", limit: PAGE, ...(last ? { before: last.id } : {}) });
    for (const mail of page) {
      ctx.signal.throwIfAborted();
      if (mail.isGone || mail.at >= before) continue;
      const [place] = await store.mails.places(mail.id);
      if (place?.role !== "inbox") continue;
      const item = await store.items.find(DESK, mail.id);
      if (wish.action === "done" && item?.state !== "open") continue;
      const judged = item?.class ? null : await judging.judge(mail);
      const isKnown = judged?.isKnown ?? (await store.mails.person(mail.from?.address ?? "")).sent > 0;
      if (matches(wish.rule, { mail, class: item?.class ?? judged?.judgement.class ?? "", isKnown })) found.push(mail);
    }
    if (page.length < PAGE) break;
  }
  const oldest = found.toReversed();
  return { found: oldest.slice(0, MOST), hasMore: oldest.length > MOST };
}

/** One act of its own in the journal: what fails there keeps the others from nothing. */
async function fileOne(
  parts: InboxParts,
  { id, action, folder }: StoredBulk,
  { mail, account }: BulkMail,
  ctx: Context,
): Promise<BulkMail["state"]> {
  if (action === "done") return "done";
  const given = folder === null ? { mail, action: "archive" } : { mail, action: "move", folder };
  const intent = { id: `${mail}/${id}`, kind: "mail.file", account, arguments: given, title: `File ${mail}` };
  return tryAct(() => act(parts, intent, [], ctx));
}

async function putBack(
  parts: InboxParts,
  { id, folder: from }: StoredBulk,
  { mail, account, folder }: BulkMail,
  ctx: Context,
): Promise<boolean> {
  const given = { mail, action: "move", folder, ...(from === null ? {} : { from }) };
  const intent = { id: `${mail}/${id}/undo`, kind: "mail.file", account, arguments: given, title: `Put ${mail} back` };
  return (await tryAct(() => act(parts, intent, [], ctx))) === "done";
}

async function tryAct(work: () => Promise<unknown>): Promise<BulkMail["state"]> {
  try {
    await work();
    return "done";
  } catch (thrown) {
    const { state } = toEnded(thrown);
    return state === "sent" ? "done" : state;
  }
}

async function endItem({ store }: InboxParts, mail: string, ctx: Context): Promise<void> {
  const item = await store.items.find(DESK, mail);
  if (item !== null && item.state !== "done") await store.items.setState(item.id, "done", ctx);
}
