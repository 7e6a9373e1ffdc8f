import type { CalendarChange, Connector, MailChange } from "../../connectors/index.ts";
import type { Secrets } from "../../guard/index.ts";
import type { Account, Store } from "../../store/index.ts";
import { keeperOf } from "./keep.ts";
import { toOpened, toTyped } from "./kinds.ts";

/** What is read of an account. */
export type Readable = { mail: Connector<MailChange> } | { calendar: Connector<CalendarChange> };

/** How an account is read, by its settings as they are at this moment; null for one of which nothing is read. Throws E_CONFIG, E_INPUT. */
export async function openReadable(
  account: Account,
  { store, secrets }: { store: Pick<Store, "accounts" | "db">; secrets(): Promise<Secrets> },
): Promise<Readable | null> {
  const typed = toTyped(account);
  const { type } = typed;
  if (!type.connector && !type.calendar) return null;
  const purpose = type.purpose(account.id);
  const secret = type.needsSecret ? await (await secrets()).resolve(`account:${account.id}`, purpose) : "";
  const opened = toOpened(account, typed, secret, keeperOf(account.id, store, secrets));
  if (type.connector) return { mail: await type.connector(opened) };
  return type.calendar ? { calendar: await type.calendar(opened) } : null;
}
