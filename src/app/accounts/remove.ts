import { AppError, type Context } from "../../core/index.ts";
import { removeBlobs, type Account, type OfAccount } from "../../store/index.ts";
import type { Services } from "../services.ts";

/**
 * Removes an account with what it was let in with and all that was read of it, together. What it did stays in the journal of effects and
 * in the audit log; on the other side nothing changes. How much went.
 */
export async function removeAccount(
  { id, kind }: Account,
  by: string,
  { store: open, secrets, changes }: Pick<Services, "store" | "secrets" | "changes">,
  ctx: Context,
): Promise<OfAccount> {
  const [store, sealed] = await Promise.all([open(), secrets()]);
  const name = `account:${id}`;
  const hasSecret = (await store.secrets.get(name)) !== null;
  let blobs: string[] = [];
  const gone = await store.db.transaction(async (tx) => {
    if (hasSecret) await sealed.remove(name, by, tx);
    blobs = await store.mails.in(tx).forget(id);
    await store.calendar.in(tx).forget(id);
    const counts = await store.accounts.remove(id, tx);
    if (!counts) throw new AppError("E_NOT_FOUND", "The account was removed meanwhile.");
    const entry = { kind: "account", actor: by, action: "removed", subject: id } as const;
    await store.audit.append({ ...entry, data: { kind, ...counts } }, ctx, tx);
    return counts;
  });
  await removeBlobs(store, blobs); // what a crash leaves of them here belongs to nothing
  changes.tell("accounts", id);
  return gone;
}
