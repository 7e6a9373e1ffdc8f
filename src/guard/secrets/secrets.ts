import { AppError, isSecretHandle, type Context } from "../../core/index.ts";
import type { Database, Store, StoredSecret } from "../../store/index.ts";
import { openMasterKeys, type KeyPlace } from "./keys.ts";
import { seal, unseal } from "./seal.ts";

export interface SecretInfo {
  /** How settings name it. */
  handle: string;
  name: string;
  /** ms UTC */
  created: number;
  updated: number;
  used: number | null;
}

/**
 * Secrets by handle. Contract: a value comes in by `set` and goes out by `resolve` alone, to who names a purpose; both are in the audit log, with
 * the name and never the value. What was resolved is hidden in the log from then on.
 */
export interface Secrets {
  /** Throws E_INPUT for a name or a value that cannot be one. */
  set(name: string, value: string, by: string): Promise<SecretInfo & { place: KeyPlace }>;
  list(): Promise<SecretInfo[]>;
  /**
   * Seals what a connected account is let in with, under the handle `account:ID`. What it gives keeps the value, in the transaction of its
   * account. Throws E_INPUT for a value that cannot be one.
   */
  sealFor(account: string, value: string, by: string): Promise<(tx: Database) => Promise<void>>;
  /** Throws E_NOT_FOUND. With `tx`, in that transaction. */
  remove(name: string, by: string, tx?: Database): Promise<void>;
  /** Throws E_CONFIG where the handle names nothing or the key is gone, E_STORE where it was changed. */
  resolve(handle: string, purpose: string): Promise<string>;
}

const PREFIX = "secret:";
/** Of a connected account; its handle is its name. */
const OF_ACCOUNT = /^account:[a-z0-9_]{1,64}$/;
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const SHORTEST = 8;
const LONGEST = 16 * 1024;

export function openSecrets(
  { home, db, secrets, audit }: Pick<Store, "home" | "db" | "secrets" | "audit">,
  env: Readonly<Record<string, string | undefined>>,
  ctx: Context,
): Secrets {
  const keys = openMasterKeys(home, env);
  const told = (actor: string, action: string, subject: string) =>
    ({ kind: "secret", actor, action, subject }) as const;
  const put = async (name: string, value: string, by: string) => {
    ctx.log.hide(value);
    const { key, place } = await keys.current();
    const sealed = seal(key, name, value);
    const keep = async (tx: Database): Promise<void> => {
      await secrets.put(sealed, ctx, tx);
      await audit.append(told(by, "set", name), ctx, tx);
    };
    return { keep, place };
  };
  return {
    async sealFor(account, value, by) {
      if (value === "" || value.length > LONGEST) {
        throw new AppError("E_INPUT", `A password has 1 to ${LONGEST} characters.`, {
          hint: "Give the whole of it, from the standard input.",
        });
      }
      return (await put(`account:${account}`, value, by)).keep;
    },
    async set(name, value, by) {
      if (!NAME.test(name)) {
        throw new AppError("E_INPUT", "That cannot be the name of a secret.", {
          hint: "Take small letters, digits, dots, - and _, at most 64, beginning with a letter or digit.",
        });
      }
      if (value.length < SHORTEST || value.length > LONGEST) {
        throw new AppError("E_INPUT", `A secret has ${SHORTEST} to ${LONGEST} characters.`, {
          hint: "Give the whole of it, from the standard input.",
        });
      }
      const { keep, place } = await put(name, value, by);
      await db.transaction(keep);
      const { created, updated, used } = (await secrets.get(name))!;
      return { handle: `${PREFIX}${name}`, name, created, updated, used, place };
    },
    async list() {
      return (await secrets.list()).map(({ name, created, updated, used }) => {
        return { handle: OF_ACCOUNT.test(name) ? name : `${PREFIX}${name}`, name, created, updated, used };
      });
    },
    remove: (name, by, outer = db) =>
      outer.transaction(async (tx) => {
        if (!(await secrets.remove(name, tx))) {
          throw new AppError("E_NOT_FOUND", "There is no secret of this name.", {
            hint: "`kralle secret list` shows them.",
          });
        }
        await audit.append(told(by, "removed", name), ctx, tx);
      }),
    async resolve(handle, purpose) {
      const stored = await findStored(handle, purpose, secrets);
      const { name, keyId } = stored;
      const found = await keys.find(keyId);
      if (!found) {
        throw new AppError("E_CONFIG", `The key that opens the secret ${name} is not on this machine.`, {
          hint: `Unlock the keyring of the system, or set the secret again: kralle secret set ${name}`,
        });
      }
      const value = unseal(found.key, stored);
      ctx.log.hide(value);
      await db.transaction(async (tx) => {
        await secrets.touch(name, ctx, tx);
        await audit.append({ ...told(purpose, "resolved", name), data: { purpose } }, ctx, tx);
      });
      return value;
    },
  };
}

/** What lies under a handle. Throws E_CONFIG where nothing does. */
async function findStored(handle: string, purpose: string, secrets: Store["secrets"]): Promise<StoredSecret> {
  const isOfAccount = OF_ACCOUNT.test(handle);
  const name = isOfAccount ? handle : handle.slice(PREFIX.length);
  const isHandle = isOfAccount || (isSecretHandle(handle) && NAME.test(name));
  const stored = isHandle ? await secrets.get(name) : null;
  if (stored) return stored;
  if (isOfAccount) {
    throw new AppError("E_CONFIG", "There is no password for this account.", {
      hint: "Give it again: kralle accounts change",
    });
  }
  throw new AppError("E_CONFIG", `There is no secret for ${purpose} under the name that its settings give.`, {
    hint: "Set it: kralle secret set NAME; the settings name it as secret:NAME.",
  });
}
