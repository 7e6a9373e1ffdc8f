import { AsyncLocalStorage } from "node:async_hooks";
import { chmodSync, closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../core/index.ts";
import { createConnection, endsTransaction, type Connection } from "./connection.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { toStoreError } from "./errors.ts";
import { GroupCommit, type JobKind } from "./groupCommit.ts";

const BUSY_MS = 5_000;

/** Opens a SQLite file (made with mode 0600 when it is not there): write-ahead log, full fsync at each commit. */
export function openSqlite(path: string): Database {
  let raw: DatabaseSync | null = null;
  try {
    // SQLite gives the -wal and -shm files the mode of the main file, so this one must be private from the first byte.
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    raw = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    // What is deleted is overwritten: a thing that was forgotten does not stay readable in free pages.
    raw.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
    checkIntegrity(raw, path);
    return new SqliteDatabase(createConnection(raw, path));
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

class SqliteDatabase implements Database {
  readonly #connection: Connection;
  readonly #jobs: GroupCommit;
  readonly #inside = new AsyncLocalStorage<Open>();
  #closing: Promise<void> | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#jobs = new GroupCommit(connection);
  }

  run(sql: string, params: SqlValue[] = []): Promise<{ changes: number }> {
    return this.#enqueue(kindOf(sql), () => this.#connection.run(sql, params));
  }

  all(sql: string, params: SqlValue[] = []): Promise<Row[]> {
    return this.#enqueue(kindOf(sql), () => this.#connection.all(sql, params));
  }

  async get(sql: string, params: SqlValue[] = []): Promise<Row | null> {
    return (await this.all(sql, params))[0] ?? null;
  }

  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    const asCaller = AsyncLocalStorage.snapshot();
    return this.#enqueue("whole", () => asCaller(() => this.#transaction(work)));
  }

  close(): Promise<void> {
    if (this.#inside.getStore()?.active) return Promise.reject(insideError());
    this.#closing ??= this.#enqueue("alone", () => this.#connection.close());
    return this.#closing;
  }

  async #enqueue<T>(kind: JobKind, work: () => T | Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.active) throw insideError();
    return this.#jobs.add(kind, work);
  }

  async #transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    const open: Open = { active: true, broken: null };
    const { run, all } = this.#connection;
    const tx: Database = {
      run: async (sql, params = []) => this.#inOpen(open, () => run(sql, params)),
      all: async (sql, params = []) => this.#inOpen(open, () => all(sql, params)),
      get: async (sql, params = []) => this.#inOpen(open, () => all(sql, params)[0] ?? null),
      transaction: (inner) => inner(tx),
      close: () => Promise.reject(new AppError("E_BUG", "A transaction cannot close the database.")),
    };
    try {
      const result = await this.#inside.run(open, () => work(tx));
      if (!open.broken) return result;
    } catch (thrown) {
      if (!open.broken) throw thrown;
    } finally {
      open.active = false;
    }
    throw open.broken.error;
  }

  #inOpen<T>(open: Open, work: () => T): T {
    if (!open.active) throw new AppError("E_BUG", "A transaction was used after its end.");
    if (open.broken) throw open.broken.error;
    try {
      return work();
    } catch (thrown) {
      if (endsTransaction(thrown) || !this.#connection.inTransaction) open.broken = { error: thrown };
      throw thrown;
    }
  }
}

function insideError(): AppError {
  return new AppError("E_BUG", "The database was used inside a transaction instead of the transaction's own handle.");
}

/** By the first word; what is not known for sure is run alone, which is always right and only slower. */
function kindOf(sql: string): JobKind {
  if (/^\s*SELECT\b/i.test(sql)) return "read";
  return /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH)\b/i.test(sql) ? "change" : "alone";
}
