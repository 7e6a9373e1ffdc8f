import {
  createSecret,
  createSteadyNow,
  hashSecret,
  toAppError,
  type Context,
  type Scope,
  type Secret,
} from "../../core/index.ts";
import type { AuditEntry, Credential, Credentials, GuessRow } from "../../store/index.ts";
import { createCodes, type Codes } from "./codes.ts";

export type CredentialState = "live" | "expired" | "revoked";

export interface NewCredential {
  kind: Credential["kind"];
  name: string;
  scope: Scope;
  /** Null: for ever. */
  days: number | null;
}

/**
 * Who may come in, held in memory so that a request costs no reading; only where a database is shared do others change it, too. Contract: what
 * `create` and `revoke` did is on disk when they resolve; a revocation holds from the call on, also when the disk refuses it (which is
 * thrown).
 */
export interface Access {
  find(id: string): Credential | null;
  stateOf(credential: Credential): CredentialState;
  list(kind: Credential["kind"]): Credential[];
  /** The secret is told here and never again. */
  create(wanted: NewCredential): Promise<{ secret: Secret; credential: Credential }>;
  /** False when there is nothing live of this id. */
  revoke(id: string): Promise<boolean>;
  /** Remembers, coarsely, that it was used. */
  touch(id: string): void;
  onRevoked(listener: (id: string) => void): () => void;
  /** Takes over what other gateways on the same database did: whom they let in, and whom they let in no more. */
  refresh(): Promise<void>;
  readonly codes: Codes;
  readonly guesses: GuessBook;
  /** Where the gateway serves; null while none does. The start of links for signing in. */
  origin: string | null;
}

/** What was guessed, kept over a restart; the rules are the gateway's. */
export interface GuessBook {
  all(): GuessRow[];
  of(bucket: string): GuessRow | null;
  put(row: GuessRow): Promise<void>;
}

const TOUCH_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** `changed` hears of everything that a list of credentials shows. */
export async function openAccess(
  store: Credentials,
  ctx: Context,
  changed: () => void = () => undefined,
  tell: (entry: Omit<AuditEntry, "kind">) => Promise<unknown> = () => Promise.resolve(),
): Promise<Access> {
  const now = createSteadyNow(ctx.clock);
  const known = new Map((await store.list()).map((credential) => [credential.id, credential]));
  const listeners = new Set<(id: string) => void>();
  const unsaved = new Set<string>(); // revoked here, but not on disk yet
  const stateOf = ({ revoked, expires }: Credential): CredentialState =>
    revoked !== null ? "revoked" : expires !== null && expires <= now() ? "expired" : "live";
  return {
    origin: null,
    stateOf,
    find: (id) => known.get(id) ?? null,
    list: (kind) => [...known.values()].filter((credential) => credential.kind === kind),
    async create({ kind, name, scope, days }) {
      const secret = createSecret();
      const created = now();
      const expires = days === null ? null : created + days * DAY_MS;
      const hash = hashSecret(secret.secret);
      const { id } = secret;
      const credential = { id, kind, name, scope, hash, created, used: null, expires, revoked: null };
      await store.add(credential);
      await tell({
        actor: "owner",
        action: kind === "device" ? "signed in" : "made",
        subject: id,
        data: { kind, name, scope },
      });
      known.set(credential.id, credential);
      changed();
      ctx.log.info("credential made", { kind, id: credential.id, name, scope });
      return { secret, credential };
    },
    async revoke(id) {
      const found = known.get(id);
      if (found === undefined || (found.revoked !== null && !unsaved.has(id))) return false;
      const at = found.revoked ?? now();
      known.set(id, { ...found, revoked: at });
      unsaved.add(id);
      for (const listener of listeners) listener(id);
      changed();
      await store.revoke(id, at);
      await tell({ actor: "owner", action: "revoked", subject: id, data: { kind: found.kind, name: found.name } });
      unsaved.delete(id);
      ctx.log.info("credential revoked", { kind: found.kind, id, name: found.name });
      return true;
    },
    touch(id) {
      const found = known.get(id);
      const at = now();
      if (found === undefined || at - (found.used ?? 0) < TOUCH_MS) return;
      known.set(id, { ...found, used: at });
      store.touch(id, at).catch((thrown: unknown) => {
        ctx.log.warn("the use of a credential could not be noted", { id, code: toAppError(thrown).code });
      });
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh() {
      const news = (await store.list()).filter(({ id, revoked }) => {
        const mine = known.get(id);
        return mine === undefined || (revoked !== null && mine.revoked === null);
      });
      for (const credential of news) {
        const isRevoked = credential.revoked !== null && known.has(credential.id);
        known.set(credential.id, credential);
        if (isRevoked) for (const listener of listeners) listener(credential.id);
      }
      if (news.length > 0) changed();
    },
    codes: createCodes(now),
    guesses: await openGuesses(store, changed, tell),
  };
}

async function openGuesses(
  store: Credentials,
  changed: () => void,
  tell: (entry: Omit<AuditEntry, "kind">) => Promise<unknown>,
): Promise<GuessBook> {
  const rows = new Map((await store.guesses()).map((row) => [row.bucket, row]));
  return {
    all: () => [...rows.values()],
    of: (bucket) => rows.get(bucket) ?? null,
    async put(row) {
      const isNew = row.total > (rows.get(row.bucket)?.total ?? 0);
      rows.set(row.bucket, row);
      changed();
      await store.putGuesses(row);
      // As many as are evaluated, which the limiter bounds.
      if (isNew)
        await tell({ actor: "unknown", action: "guessed wrong", subject: row.bucket, data: { total: row.total } });
    },
  };
}
