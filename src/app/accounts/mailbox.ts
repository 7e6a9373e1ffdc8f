import type { Connector, MailChange } from "../../connectors/index.ts";
import type { Secrets } from "../../guard/index.ts";
import type { Account, Store } from "../../store/index.ts";
import { keeperOf } from "./keep.ts";
import { toOpened, toTyped } from "./kinds.ts";

/** How the mail of an account is read, by its settings as they are at this moment; null for one that is no mailbox. Throws E_CONFIG, E_INPUT. */
export async function openMailbox(
  account: Account,
  { store, secrets }: { store: Pick<Store, "accounts" | "db">; secrets(): Promise<Secrets> },
): Promise<Connector<MailChange> | null> {
  const typed = toTyped(account);
  const { type } = typed;
  if (!type.connector) return null;
  const secret = type.needsSecret
    ? await (await secrets()).resolve(`account:${account.id}`, type.purpose(account.id))
    : "";
  return type.connector(toOpened(account, typed, secret, keeperOf(account.id, store, secrets)));
}
