import { SCOPES, type Scope } from "../core/index.ts";

import { jsonOf, numberOf, numberOrNull, textOf, type Database, type Row } from "./database.ts";

/** Who may come in: a program with its token, or a browser that signed in. Of the secret only its SHA-256 is here. */
export interface Credential {
  id: string;
  kind: "token" | "device";
  name: string;
  scope: Scope;
  hash: string;
  created: number;
  /** When it was last used, to some minutes; null when never. */
  used: number | null;
  expires: number | null;
  revoked: number | null;
}

/** What was guessed at one credential, at unknown ones, or at one-time codes. */
export interface GuessRow {
  bucket: string;
  /** When wrong secrets were evaluated that still count, oldest first. */
  times: number[];
  /** All wrong ones ever, and the last. */
  total: number;
  last: number;
}

export interface Credentials {
  list(): Promise<Credential[]>;
  add(credential: Credential): Promise<void>;
  /** Never takes a revocation back. */
  revoke(id: string, at: number): Promise<void>;
  touch(id: string, at: number): Promise<void>;
  guesses(): Promise<GuessRow[]>;
  putGuesses(row: GuessRow): Promise<void>;
}

/** No context: the times that are kept are those of who decides, who reads them from a clock that never steps back. */
export function createCredentials(db: Database): Credentials {
  return {
    async list() {
      return (await db.all("SELECT * FROM credentials ORDER BY created, id")).map(toCredential);
    },
    async add({ id, kind, name, scope, hash, created, used, expires, revoked }) {
      await db.run(
        `INSERT INTO credentials (id, kind, name, scope, hash, created, used, expires, revoked)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, kind, name, scope, hash, created, used, expires, revoked],
      );
    },
    async revoke(id, at) {
      await db.run("UPDATE credentials SET revoked = ? WHERE id = ? AND revoked IS NULL", [at, id]);
    },
    async touch(id, at) {
      await db.run("UPDATE credentials SET used = ? WHERE id = ?", [at, id]);
    },
    async guesses() {
      return (await db.all("SELECT * FROM guesses ORDER BY bucket")).map(toGuesses);
    },
    async putGuesses({ bucket, times, total, last }) {
      await db.run(
        `INSERT INTO guesses (bucket, times, total, last) VALUES (?, ?, ?, ?)
         ON CONFLICT (bucket) DO UPDATE SET times = excluded.times, total = excluded.total, last = excluded.last`,
        [bucket, JSON.stringify(times), total, last],
      );
    },
  };
}

function toCredential(row: Row): Credential {
  const scope = textOf(row, "scope");
  return {
    id: textOf(row, "id"),
    kind: textOf(row, "kind") === "device" ? "device" : "token",
    name: textOf(row, "name"),
    scope: SCOPES.find((known) => known === scope) ?? "read", // what nobody knows may do least
    hash: textOf(row, "hash"),
    created: numberOf(row, "created"),
    used: numberOrNull(row, "used"),
    expires: numberOrNull(row, "expires"),
    revoked: numberOrNull(row, "revoked"),
  };
}

function toGuesses(row: Row): GuessRow {
  const times = jsonOf(row, "times");
  return {
    bucket: textOf(row, "bucket"),
    times: Array.isArray(times) ? times.filter((time) => typeof time === "number") : [],
    total: numberOf(row, "total"),
    last: numberOf(row, "last"),
  };
}
