import type { Context } from "../core/index.ts";
import { numberOf, numberOrNull, textOf, type Database, type Row } from "./database.ts";

/** A sealed value; what is in it, only the key tells. Nonce, value and tag are base64. */
export interface SealedSecret {
  name: string;
  /** Which key sealed it. */
  keyId: string;
  nonce: string;
  sealed: string;
  tag: string;
}

export interface StoredSecret extends SealedSecret {
  created: number;
  updated: number;
  /** The last time that it was resolved. */
  used: number | null;
}

export interface SealedSecrets {
  get(name: string): Promise<StoredSecret | null>;
  list(): Promise<StoredSecret[]>;
  put(secret: SealedSecret, ctx: Pick<Context, "clock">, tx?: Database): Promise<void>;
  touch(name: string, ctx: Pick<Context, "clock">, tx?: Database): Promise<void>;
  /** False where there is none. */
  remove(name: string, tx?: Database): Promise<boolean>;
}

export function createSealedSecrets(db: Database): SealedSecrets {
  return {
    async get(name) {
      const row = await db.get("SELECT * FROM secrets WHERE name = ?", [name]);
      return row && toSecret(row);
    },
    list: async () => (await db.all("SELECT * FROM secrets ORDER BY name")).map(toSecret),
    async put({ name, keyId, nonce, sealed, tag }, { clock }, tx = db) {
      const now = clock.now();
      await tx.run(
        `INSERT INTO secrets (name, key_id, nonce, sealed, tag, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id, nonce = excluded.nonce, sealed = excluded.sealed,
           tag = excluded.tag, updated = excluded.updated`,
        [name, keyId, nonce, sealed, tag, now, now],
      );
    },
    async touch(name, { clock }, tx = db) {
      await tx.run("UPDATE secrets SET used = ? WHERE name = ?", [clock.now(), name]);
    },
    async remove(name, tx = db) {
      return (await tx.run("DELETE FROM secrets WHERE name = ?", [name])).changes > 0;
    },
  };
}

function toSecret(row: Row): StoredSecret {
  return {
    name: textOf(row, "name"),
    keyId: textOf(row, "key_id"),
    nonce: textOf(row, "nonce"),
    sealed: textOf(row, "sealed"),
    tag: textOf(row, "tag"),
    created: numberOf(row, "created"),
    updated: numberOf(row, "updated"),
    used: numberOrNull(row, "used"),
  };
}
