import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { CopyResult, DatabaseJob } from "./databaseThread.ts";

// Works on a whole database, which takes seconds for a large one: in a thread, over a connection of its own.
const SHA256 = /\b[0-9a-f]{64}\b/g;
const BUSY_MS = 2_000;

/**
 * One transaction sees one moment, whatever is written meanwhile, and a damaged source fails. Rows keep their numbers, for every
 * table that is named by them declares its key.
 */
function copy(source: string, target: string): CopyResult {
  const from = new DatabaseSync(source, { readOnly: true, timeout: BUSY_MS });
  try {
    from.prepare("VACUUM INTO ?").run(target);
  } finally {
    from.close();
  }
  return describe(target);
}

function describe(path: string): CopyResult {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const has = (table: string): boolean =>
      db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
    const number = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);
    const version = has("schema_migrations")
      ? number("SELECT COALESCE(MAX(id), 0) FROM schema_migrations")
      : number("PRAGMA user_version");
    const blobs = new Set<string>();
    if (has("undo_changes")) {
      for (const row of db.prepare("SELECT before_sha, after_sha FROM undo_changes").iterate()) {
        for (const sha256 of Object.values(row)) if (typeof sha256 === "string") blobs.add(sha256);
      }
    }
    if (has("messages")) {
      for (const row of db.prepare("SELECT data FROM messages WHERE data <> 'null'").iterate()) {
        for (const [sha256] of String(row["data"]).matchAll(SHA256)) blobs.add(sha256);
      }
    }
    return { version, blobs: [...blobs] };
  } finally {
    db.close();
  }
}

function check(path: string): string[] {
  const db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  try {
    const rows = db.prepare("PRAGMA integrity_check(3)").all();
    return rows.map((row) => String(Object.values(row)[0])).filter((verdict) => verdict !== "ok");
  } finally {
    db.close();
  }
}

const job = workerData as DatabaseJob;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(job.kind === "copy" ? copy(job.source, job.target) : check(job.path));
