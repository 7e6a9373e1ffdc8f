import type { MailChange } from "../../../connectors/index.ts";
import type { Context } from "../../../core/index.ts";
import { toMail } from "../../../files/index.ts";
import type { Account, Accounts, MailEntry } from "../../../store/index.ts";
import type { CollectParts } from "./collect.ts";
import { UNREAD } from "./unread.ts";

type KeepParts = Pick<CollectParts, "store" | "starts" | "promised">;

const PAUSE_MS = 1_000;
/** How often a mail alone may fail to be kept before it is put aside. */
const TRIES = 3;

/**
 * All of it or nothing. Where that fails each mail is kept by itself, and one that fails again and again is put aside, so that the rest of the
 * mailbox goes on: its bytes are kept, and in its place stands that it could not be read. Throws what was thrown where not even that can be kept.
 */
export async function keepMails(
  of: Account,
  changes: readonly MailChange[],
  cursor: unknown,
  parts: KeepParts,
  ctx: Context,
): Promise<void> {
  try {
    return await keepAll(of, changes, cursor, parts, ctx);
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    ctx.log.warn("some mails were not kept together, and are kept one by one", { account: of.id, error: thrown });
  }
  const since = await parts.store.mails.cursor(of.id); // what is brought a second time is known
  for (const change of changes) await keepOne(of, change, since, parts, ctx);
  await keepAll(of, [], cursor, parts, ctx);
}

async function keepOne(of: Account, change: MailChange, since: unknown, parts: KeepParts, ctx: Context): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await keepAll(of, [change], since, parts, ctx);
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      if (tries < TRIES) {
        await ctx.clock.sleep(PAUSE_MS, ctx.signal);
        continue;
      }
      if (change.type !== "mail") throw thrown;
      await keepUnread(of, change, since, parts, ctx).catch(() => {
        throw thrown; // it is not the mail
      });
      ctx.log.warn("a mail was put aside", { account: of.id, folder: change.folder, uid: change.uid, error: thrown });
      return;
    }
  }
}

async function keepUnread(
  of: Account,
  { raw, ...rest }: Extract<MailChange, { type: "mail" }>,
  since: unknown,
  { store, starts, promised }: KeepParts,
  ctx: Context,
): Promise<void> {
  const entry = { ...rest, raw: await store.blobs.put(raw), content: UNREAD };
  const kept = await store.mails.take({ account: of.id, changes: [entry], cursor: since, starts }, ctx);
  if (kept.promised.length > 0) promised(kept.promised.length);
}

async function keepAll(
  of: Account,
  changes: readonly MailChange[],
  cursor: unknown,
  parts: KeepParts,
  ctx: Context,
): Promise<void> {
  const { accounts, blobs, mails } = parts.store;
  const options = { own: await ownAddresses(accounts), authServer: authServerOf(of) };
  const entries: MailEntry[] = [];
  for (const change of changes) {
    if (change.type !== "mail") {
      entries.push(change);
      continue;
    }
    const { raw, ...rest } = change;
    // Bytes first: what a row names is there. Those of a batch that then fails are put once more, which changes nothing.
    entries.push({ ...rest, raw: await blobs.put(raw), content: await toMail(raw, options) });
  }
  const { promised } = await mails.take({ account: of.id, changes: entries, cursor, starts: parts.starts }, ctx);
  if (promised.length > 0) parts.promised(promised.length);
}

/** What the owner writes from anywhere is the owner's. */
async function ownAddresses(accounts: Accounts): Promise<string[]> {
  return (await accounts.list()).flatMap(({ address }) => (address === null ? [] : [address.toLowerCase()]));
}

/** As the check of the account found it. */
function authServerOf({ check }: Account): string | null {
  const found = typeof check === "object" && check !== null && "authServer" in check ? check.authServer : null;
  return typeof found === "string" ? found : null;
}
