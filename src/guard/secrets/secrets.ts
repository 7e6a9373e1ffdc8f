import { AppError, isSecretHandle, type Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
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
  /** Throws E_NOT_FOUND. */
  remove(name: string, by: string): Promise<void>;
  /** Throws E_CONFIG where the handle names nothing or the key is gone, E_STORE where it was changed. */
  resolve(handle: string, purpose: string): Promise<string>;
}

const PREFIX = "secret:";
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
  return {
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
      ctx.log.hide(value);
      const { key, place } = await keys.current();
      await db.transaction(async (tx) => {
        await secrets.put(seal(key, name, value), ctx, tx);
        await audit.append(told(by, "set", name), ctx, tx);
      });
      const { created, updated, used } = (await secrets.get(name))!;
      return { handle: `${PREFIX}${name}`, name, created, updated, used, place };
    },
    async list() {
      return (await secrets.list()).map(({ name, created, updated, used }) => {
        return { handle: `${PREFIX}${name}`, name, created, updated, used };
      });
    },
    remove: (name, by) =>
      db.transaction(async (tx) => {
        if (!(await secrets.remove(name, tx))) {
          throw new AppError("E_NOT_FOUND", "There is no secret of this name.", {
            hint: "`kralle secret list` shows them.",
          });
        }
        await audit.append(told(by, "removed", name), ctx, tx);
      }),
    async resolve(handle, purpose) {
      const name = handle.slice(PREFIX.length);
      const stored = isSecretHandle(handle) && NAME.test(name) ? await secrets.get(name) : null;
      if (!stored) {
        throw new AppError("E_CONFIG", `There is no secret for ${purpose} under the name that its settings give.`, {
          hint: "Set it: kralle secret set NAME; the settings name it as secret:NAME.",
        });
      }
      const found = await keys.find(stored.keyId);
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
