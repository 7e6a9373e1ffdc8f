import { AppError } from "../../core/index.ts";
import type { EffectAdapter } from "../../durable/index.ts";
import type { Secrets } from "../../guard/index.ts";
import type { Store } from "../../store/index.ts";
import { keeperOf } from "./keep.ts";
import { toOpened, toTyped } from "./kinds.ts";

/**
 * The way in which a connected account does one kind of act, by its settings as they are at this moment. Null where the account was
 * removed, or never did such a thing. Throws E_REFUSED for one that is off, E_CONFIG where its secret cannot be had.
 */
export async function findAdapter(
  kind: string,
  id: string,
  { store, secrets }: { store: Pick<Store, "accounts" | "db" | "mails">; secrets(): Promise<Secrets> },
): Promise<EffectAdapter | null> {
  const account = await store.accounts.get(id);
  if (!account) return null;
  if (kind === "mail.unsubscribe") {
    // Goes to the sender of a list and not through the account, which may be off.
    const { createUnsubscribeAdapter } = await import("../../connectors/index.ts");
    return createUnsubscribeAdapter();
  }
  const typed = toTyped(account);
  const open = typed.type.adapters[kind];
  if (!open) return null;
  if (!account.isOn) {
    throw new AppError("E_REFUSED", `The account ${account.name} is switched off.`, {
      hint: "Switch it on: kralle accounts on",
    });
  }
  const { type } = typed;
  const secret = type.needsSecret ? await (await secrets()).resolve(`account:${id}`, type.purpose(id)) : "";
  const find = async (mail: string) => {
    const found = await store.mails.get(mail);
    return found?.account === id ? { messageId: found.messageId, places: await store.mails.places(mail) } : null;
  };
  return open({ ...toOpened(account, typed, secret, keeperOf(id, store, secrets)), find });
}
