import { jsonOf, type Database } from "../database.ts";

/** Migration 29. */
export const BULKS = ["CREATE TABLE mail_bulks (id TEXT PRIMARY KEY, data TEXT NOT NULL, at BIGINT NOT NULL)"];

/** One mail of many that were filed together. `folder`: where it lay before. */
export interface BulkMail {
  mail: string;
  account: string;
  folder: string;
  state: "pending" | "done" | "failed" | "unclear" | "undone";
}

/** What one release filed: exactly these mails. */
export interface StoredBulk {
  /** Of the approval that released it. */
  id: string;
  /** As it was understood. */
  words: string;
  action: "archive" | "move" | "done";
  folder: string | null;
  /** ms UTC */
  at: number;
  mails: BulkMail[];
}

export interface MailBulks {
  /** The same id again is what is known of it now. */
  put(bulk: StoredBulk): Promise<void>;
  get(id: string): Promise<StoredBulk | null>;
  /** Newest first. */
  list(limit: number): Promise<StoredBulk[]>;
}

export function createMailBulks(db: Database): MailBulks {
  return {
    async put(bulk) {
      await db.run(
        `INSERT INTO mail_bulks (id, data, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
        [bulk.id, JSON.stringify(bulk), bulk.at],
      );
    },
    async get(id) {
      const row = await db.get("SELECT data FROM mail_bulks WHERE id = ?", [id]);
      return row ? (jsonOf(row, "data") as StoredBulk) : null;
    },
    async list(limit) {
      const rows = await db.all("SELECT data FROM mail_bulks ORDER BY at DESC, id DESC LIMIT ?", [limit]);
      return rows.map((row) => jsonOf(row, "data") as StoredBulk);
    },
  };
}
