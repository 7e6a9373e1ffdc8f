import { AsyncLocalStorage } from "node:async_hooks";
import { chmodSync, closeSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { AppError } from "../core/index.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { toStoreError } from "./errors.ts";

const BUSY_MS = 5_000;
const STATEMENTS = 200;

/** Opens a SQLite file (made with mode 0600 when it is not there): write-ahead log, full fsync at each commit. */
export function openSqlite(path: string): Database {
  let raw: DatabaseSync | null = null;
  try {
    // SQLite gives the -wal and -shm files the mode of the main file, so this one must be private from the first byte.
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    raw = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    raw.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    checkIntegrity(raw, path);
    return new SqliteDatabase(raw, path);
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

class SqliteDatabase implements Database {
  readonly #raw: DatabaseSync;
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #inside = new AsyncLocalStorage<{ active: boolean }>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(raw: DatabaseSync, path: string) {
    this.#raw = raw;
    this.#path = path;
  }

  run(sql: string, params: SqlValue[] = []): Promise<{ changes: number }> {
    return this.#enqueue(() => this.#run(sql, params));
  }

  all(sql: string, params: SqlValue[] = []): Promise<Row[]> {
    return this.#enqueue(() => this.#all(sql, params));
  }

  async get(sql: string, params: SqlValue[] = []): Promise<Row | null> {
    return (await this.all(sql, params))[0] ?? null;
  }

  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    return this.#enqueue(() => this.#transaction(work));
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return this.#enqueue(() => {
      this.#closed = true;
      this.#statements.clear();
      this.#raw.close();
    });
  }

  async #enqueue<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.active) {
      throw new AppError(
        "E_BUG",
        "The database was used inside a transaction instead of the transaction's own handle.",
      );
    }
    const result = this.#queue.then(() => {
      if (this.#closed) throw new AppError("E_STORE", "The database was closed already.");
      return work();
    });
    this.#queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async #transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    const state = { active: true };
    const tx: Database = {
      run: async (sql, params = []) => this.#inOpen(state, () => this.#run(sql, params)),
      all: async (sql, params = []) => this.#inOpen(state, () => this.#all(sql, params)),
      get: async (sql, params = []) => this.#inOpen(state, () => this.#all(sql, params)[0] ?? null),
      transaction: (inner) => inner(tx),
      close: () => Promise.reject(new AppError("E_BUG", "A transaction cannot close the database.")),
    };
    this.#run("BEGIN IMMEDIATE", []);
    try {
      const result = await this.#inside.run(state, () => work(tx));
      state.active = false;
      this.#run("COMMIT", []);
      return result;
    } catch (thrown) {
      state.active = false;
      if (this.#raw.isTransaction) this.#run("ROLLBACK", []);
      throw thrown;
    }
  }

  #inOpen<T>(state: { active: boolean }, work: () => T): T {
    if (!state.active) throw new AppError("E_BUG", "A transaction was used after its end.");
    return work();
  }

  #run(sql: string, params: SqlValue[]): { changes: number } {
    return this.#guarded(() => ({ changes: Number(this.#prepare(sql).run(...params).changes) }));
  }

  #all(sql: string, params: SqlValue[]): Row[] {
    return this.#guarded(() =>
      this.#prepare(sql)
        .all(...params)
        .map(toRow),
    );
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown, this.#path);
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#raw.prepare(sql);
    if (this.#statements.size >= STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, made);
    return made;
  }
}

function toRow(raw: Record<string, unknown>): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(raw)) {
    row[name] = typeof value === "bigint" ? Number(value) : (value as SqlValue);
  }
  return row;
}
