import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import type { Account, AccountKind } from "../../store/index.ts";
import type { Services } from "../services.ts";
import { toOpened, toTyped, type TypedAccount } from "./kinds.ts";
import type { CheckPhase } from "./types.ts";

type Parts = Pick<Services, "store" | "secrets" | "accountGrants" | "changes">;

export interface Connecting {
  kind: AccountKind;
  /** Empty: its address. */
  name: string;
  /** In lower case; null where the kind has none, or the account itself says it. */
  address: string | null;
  settings: unknown;
  /** Empty where the kind needs none. */
  secret: string;
  /** Who connects it, for the audit log. */
  by: string;
}

/**
 * Connects an account: it is asked first, and kept only where it let us in, together with its sealed secret. One that was connected
 * before (`known`) keeps its id and what was read of it. Throws E_INPUT, E_EXISTS, and what the check throws.
 */
export async function connectAccount(
  wish: Connecting,
  known: Account | null,
  { store: open, secrets, accountGrants, changes }: Parts,
  onPhase: (phase: CheckPhase) => void,
  ctx: Context,
): Promise<Account> {
  const typed = toTyped(wish);
  const store = await open();
  const { kind, by } = wish;
  const others = (await store.accounts.list()).filter(({ id }) => id !== known?.id);
  requireFree(wish, others);
  const { type, settings } = typed;
  let secret = await secretOf(wish, typed, known, secrets);
  ctx.log.hide(secret); // also where it turns out to be a wrong one: nobody knows it for a secret yet
  const id = known?.id ?? store.accounts.newId(ctx);
  const draft = toDraft(wish, id, settings);
  const places = type.places(settings);
  const renewed = async (another: string): Promise<void> => void (secret = another);
  const ask = () => type.check(toOpened(draft, typed, secret, renewed), onPhase, ctx);
  const check = await (accountGrants ? accountGrants.during(type.purpose(id), places, ask) : ask());
  const address = wish.address ?? addressOf(check);
  const name = wish.name === "" ? (address ?? kind) : wish.name;
  requireFree({ ...wish, name, address }, others);
  const keep = type.needsSecret && wish.secret !== "" ? await (await secrets()).sealFor(id, secret, by) : null;
  const kept = await store.db.transaction(async (tx) => {
    await keep?.(tx);
    const account = known
      ? await store.accounts.update(id, { name, address, settings, check, trouble: null, isOn: true }, tx)
      : await store.accounts.create({ id, kind, name, address, settings, check }, ctx, tx);
    if (!account) throw new AppError("E_NOT_FOUND", "The account was removed meanwhile.");
    const entry = { kind: "account", actor: by, action: known ? "changed" : "connected", subject: id } as const;
    await store.audit.append({ ...entry, data: { kind } }, ctx, tx);
    return account;
  });
  changes.tell("accounts", id);
  return kept;
}

function requireFree({ kind, name, address }: Connecting, others: readonly Account[]): void {
  if (address !== null && others.some((one) => one.kind === kind && one.address === address)) {
    throw new AppError("E_EXISTS", `${address} is connected already.`, {
      hint: "Change it with `kralle accounts change`, or remove it first.",
    });
  }
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase())) {
    throw new AppError("E_EXISTS", `An account is called ${name} already.`, { hint: "Give it another name." });
  }
}

function addressOf(check: unknown): string | null {
  const found = z.object({ address: z.email() }).safeParse(check);
  return found.success ? found.data.address.toLowerCase() : null;
}

/** The one that is given, else the one that was kept: that goes to no host but those that it was given for. */
async function secretOf(
  { secret }: Connecting,
  { type, settings }: TypedAccount,
  known: Account | null,
  secrets: Parts["secrets"],
): Promise<string> {
  if (!type.needsSecret) return "";
  if (secret !== "") return secret;
  if (!known) {
    throw new AppError("E_INPUT", "The account needs a password.", { hint: "Give it at the terminal or on the page." });
  }
  const before = new Set(type.places(toTyped(known).settings).map(({ host }) => host));
  const other = type.places(settings).find(({ host }) => !before.has(host));
  if (other) {
    throw new AppError("E_INPUT", `${other.host} is another server: the kept password does not go there.`, {
      hint: "Give the password again, with the new server.",
    });
  }
  return (await secrets()).resolve(`account:${known.id}`, `account:${known.id}`);
}

/** As it will be kept; what the check is handed. */
function toDraft({ kind, name, address }: Connecting, id: string, settings: unknown): Account {
  return { id, kind, name, address, settings, isOn: true, check: null, trouble: null, createdAt: 0 };
}
