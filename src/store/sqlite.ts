import { AsyncLocalStorage } from "node:async_hooks";
import { chmodSync, closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { closedInside, endedError, insideError, kindOf } from "./calls.ts";
import { createConnection, endsTransaction, type Connection } from "./connection.ts";
import type { Database } from "./database.ts";
import { SQLITE } from "./dialect.ts";
import { toStoreError } from "./errors.ts";
import { GroupCommit, type JobKind } from "./groupCommit.ts";
import { createSync, type Sync } from "./sync.ts";

const BUSY_MS = 5_000;
const BATCH_MS = 5;

/**
 * Opens a SQLite file (made with mode 0600 when it is not there) with a write-ahead log; what resolved is on the disk. `batchMs`: how long calls
 * that wait at the same moment may hold the event loop for one commit.
 */
export function openSqlite(path: string, { batchMs = BATCH_MS }: { batchMs?: number } = {}): Database {
  let raw: DatabaseSync | null = null;
  try {
    // SQLite gives the -wal and -shm files the mode of the main file, so this one must be private from the first byte.
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    raw = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    // What is deleted is overwritten: a thing that was forgotten does not stay readable in free pages.
    // NORMAL leaves out one thing: the fsync after each commit. That is `createSync`'s, beside the event loop.
    raw.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;");
    checkIntegrity(raw, path);
    return createDatabase(createConnection(raw, path), createSync(path), batchMs);
  } catch (thrown) {
    raw?.close();
    throw toStoreError(thrown, path);
  }
}

const QUICK_CHECK_PAGES = 8_192; // 32 MB at 4 kB a page: about 50 ms; larger files are checked as they are read

function checkIntegrity(raw: DatabaseSync, path: string): void {
  const pages = raw.prepare("PRAGMA page_count").get()?.["page_count"];
  if (typeof pages !== "number" || pages > QUICK_CHECK_PAGES) return;
  const verdict = raw.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (verdict !== "ok") throw toStoreError(Object.assign(new Error(String(verdict)), { errcode: 11 }), path);
}

interface Open {
  active: boolean;
  /** What has ended the transaction from below: whatever its work makes of it, nothing more runs and nothing is kept. */
  broken: { error: unknown } | null;
}

function createDatabase(connection: Connection, disk: Sync, batchMs: number): Database {
  const jobs = new GroupCommit(connection, disk.sync, batchMs);
  const inside = new AsyncLocalStorage<Open>();
  let closing: Promise<void> | null = null;

  const enqueue = async <T>(kind: JobKind, firm: boolean, work: () => T | Promise<T>): Promise<T> => {
    if (inside.getStore()?.active) throw insideError();
    return jobs.add(kind, firm, work);
  };
  const close = async (): Promise<void> => {
    await enqueue("alone", false, async () => {
      await jobs.synced(); // nothing else runs meanwhile
      connection.close();
    });
    await disk.close();
  };
  const view = (firm: boolean, progress: () => Database): Database => {
    const all: Database["all"] = (sql, params = []) => enqueue(kindOf(sql), firm, () => connection.all(sql, params));
    return {
      dialect: SQLITE,
      all,
      run: (sql, params = []) => enqueue(kindOf(sql), firm, () => connection.run(sql, params)),
      get: async (sql, params = []) => (await all(sql, params))[0] ?? null,
      transaction: (work) => {
        const asCaller = AsyncLocalStorage.snapshot();
        return enqueue("whole", firm, () => asCaller(() => runTransaction(connection, inside, work)));
      },
      get progress() {
        return progress();
      },
      close() {
        if (inside.getStore()?.active) return Promise.reject(insideError());
        closing ??= close();
        return closing;
      },
    };
  };
  const progress = view(false, () => progress);
  return view(true, () => progress);
}

async function runTransaction<T>(
  connection: Connection,
  inside: AsyncLocalStorage<Open>,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  const { run, all } = connection;
  const open: Open = { active: true, broken: null };
  const guarded = <R>(call: () => R): R => {
    if (!open.active) throw endedError();
    if (open.broken) throw open.broken.error;
    try {
      return call();
    } catch (thrown) {
      if (endsTransaction(thrown) || !connection.inTransaction) open.broken = { error: thrown };
      throw thrown;
    }
  };
  const tx: Database = {
    dialect: SQLITE,
    run: async (sql, params = []) => guarded(() => run(sql, params)),
    all: async (sql, params = []) => guarded(() => all(sql, params)),
    get: async (sql, params = []) => guarded(() => all(sql, params)[0] ?? null),
    transaction: (inner) => inner(tx),
    get progress() {
      return tx;
    },
    close: () => Promise.reject(closedInside()),
  };
  try {
    const result = await inside.run(open, () => work(tx));
    if (!open.broken) return result;
  } catch (thrown) {
    if (!open.broken) throw thrown;
  } finally {
    open.active = false;
  }
  throw open.broken.error;
}
