import { toAppError, type Context } from "../../core/index.ts";
import type { Account } from "../../store/index.ts";
import type { Services } from "../services.ts";
import { keeperOf } from "./keep.ts";
import { toOpened, toTyped } from "./kinds.ts";
import type { CheckPhase } from "./types.ts";

/** Asks an account again, also one that is off, and keeps what was found or what is wrong. Throws only where it was cancelled. */
export async function checkAccount(
  account: Account,
  { store: open, secrets, accountGrants, changes }: Pick<Services, "store" | "secrets" | "accountGrants" | "changes">,
  onPhase: (phase: CheckPhase) => void,
  ctx: Context,
): Promise<Account> {
  const { id } = account;
  const store = await open();
  const { accounts } = store;
  const ask = async (): Promise<unknown> => {
    const typed = toTyped(account);
    const { type, settings } = typed;
    const purpose = type.purpose(id);
    const secret = type.needsSecret ? await (await secrets()).resolve(`account:${id}`, purpose) : "";
    const check = () => type.check(toOpened(account, typed, secret, keeperOf(id, store, secrets)), onPhase, ctx);
    return accountGrants ? accountGrants.during(purpose, type.places(settings), check) : check();
  };
  const patch = await ask().then(
    (check) => ({ check, trouble: null }),
    (thrown: unknown) => {
      ctx.signal.throwIfAborted();
      const { code, message } = toAppError(thrown);
      return { trouble: { code, message, at: ctx.clock.now() } };
    },
  );
  const updated = await accounts.update(id, patch);
  changes.tell("accounts", id);
  return updated ?? account;
}
