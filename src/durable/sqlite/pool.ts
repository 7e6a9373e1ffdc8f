import { EventEmitter } from "node:events";
import { setImmediate as pause } from "node:timers/promises";
import { AppError } from "../../core/index.ts";
import { FORGIVE, type Backing, type PgResult } from "../backing.ts";
import { openDatabase, type EngineDatabase, type Synchronous } from "./database.ts";
import { createMutex, type Mutex, type Release } from "./mutex.ts";
import { createNotices, type Notice, type Notices } from "./notices.ts";
import type { DataStatement } from "./translate.ts";

const LOCK_WAIT_MS = 30_000;
const NOTHING: PgResult = { rows: [], rowCount: 0 };

interface Shared {
  readonly database: EngineDatabase;
  readonly notices: Notices;
  readonly mutex: Mutex;
  closed: AppError | null;
}

/**
 * A backing over one SQLite connection: of node-postgres' Pool (https://node-postgres.com/apis/pool) what DBOS uses. Transactions run
 * one after another; a statement outside of one runs at once, or after the transaction that is open. A statement that is not
 * known is refused with E_BUG.
 */
export interface SqlitePool extends Backing {
  readonly options: { max: number };
  connect(): Promise<SqliteClient>;
  /** A consistent copy of the file; transactions wait meanwhile. */
  copyTo(file: string): Promise<void>;
}

/** Of what was deleted, given back at once: 2 MB, a few milliseconds. */
const PAGES = 500;
const QUEUE_POLL_MS = 100;
const END_POLL_MS = 20;

export function openPool(path: string, synchronous: Synchronous): SqlitePool {
  const notices = createNotices();
  const database = openDatabase(path, synchronous, notices);
  const mutex = createMutex(LOCK_WAIT_MS);
  const shared: Shared = { database, notices, mutex, closed: null };
  const query = (sql: string, values?: readonly unknown[]): Promise<PgResult> =>
    new SqliteClient(shared).query(sql, values);
  const pool: SqlitePool = {
    options: { max: 20 },
    connect: () => (shared.closed ? Promise.reject(shared.closed) : Promise.resolve(new SqliteClient(shared))),
    query,
    get pool() {
      return pool;
    },
    executor: "local", // there is one process per file
    queuePollMs: QUEUE_POLL_MS,
    endPollMs: END_POLL_MS,
    isSure: () => true,
    launched: () => Promise.resolve(),
    forgive: async (id) => void (await query(`${FORGIVE} AND workflow_uuid = $1`, [id])),
    size: async () => database.size(),
    async shrink(signal) {
      for (let goesOn = true; goesOn;) {
        signal.throwIfAborted();
        const release = await mutex.acquire();
        try {
          goesOn = database.shrink(PAGES);
        } finally {
          release();
        }
        await pause();
      }
    },
    async copyTo(file) {
      const release = await mutex.acquire();
      try {
        await database.copyTo(file);
      } finally {
        release();
      }
    },
    close: async () => closeShared(shared),
    end: () => Promise.resolve(), // of node-postgres too: DBOS leaves a pool that it was handed open
  };
  return pool;
}

function closeShared(shared: Shared): void {
  if (shared.closed) return;
  const { database, mutex } = shared;
  shared.closed = new AppError("E_STORE", "The workflow engine was closed already.");
  if (mutex.held) rollBack(database);
  mutex.close(shared.closed);
  try {
    runText(database, FORGIVE);
  } finally {
    database.close();
  }
}

/** A connection of the pool: what it begins is its own, what it does not end is taken back when it is released. */
class SqliteClient extends EventEmitter {
  readonly #shared: Shared;
  #transaction: Release | null = null;

  constructor(shared: Shared) {
    super();
    this.#shared = shared;
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<PgResult> {
    const { database, notices, closed } = this.#shared;
    if (closed) throw closed;
    const statement = database.read(sql);
    switch (statement.kind) {
      case "data":
        return this.#run(statement, values, sql);
      case "begin":
        return this.#begin(statement.readOnly);
      case "commit":
      case "rollback":
        return this.#end(statement.kind);
      case "listen":
        notices.listen(this, statement.channel);
        return NOTHING;
      case "notify":
        this.#notify(statement);
        return NOTHING;
      case "notifyAll":
        return this.#notifyAll(values);
      case "answer":
        return { rows: [...statement.rows], rowCount: statement.rows.length };
    }
  }

  release(): void {
    this.#shared.notices.forget(this);
    if (this.#transaction && !this.#shared.closed) this.#end("rollback");
    this.#transaction = null;
  }

  async #run(statement: DataStatement, values: readonly unknown[], sql: string): Promise<PgResult> {
    const { database, mutex } = this.#shared;
    if (this.#transaction || !mutex.held) return database.run(statement, values, sql);
    const release = await mutex.acquire();
    try {
      return database.run(statement, values, sql);
    } finally {
      release();
    }
  }

  async #begin(readOnly: boolean): Promise<PgResult> {
    if (this.#transaction) throw new AppError("E_BUG", "The workflow engine began a transaction inside another one.");
    const release = await this.#shared.mutex.acquire();
    try {
      this.#shared.database.exec(readOnly ? "BEGIN" : "BEGIN IMMEDIATE");
    } catch (thrown) {
      release();
      throw thrown;
    }
    this.#shared.notices.hold();
    this.#transaction = release;
    return NOTHING;
  }

  /** As in PostgreSQL, ending what was not begun does nothing, and a commit that fails has taken everything back. */
  #end(how: "commit" | "rollback"): PgResult {
    const release = this.#transaction;
    if (!release) return NOTHING;
    const { database, notices } = this.#shared;
    this.#transaction = null;
    try {
      database.exec(how === "commit" ? "COMMIT" : "ROLLBACK");
      if (how === "commit") notices.deliver();
      else notices.drop();
    } catch (thrown) {
      notices.drop();
      rollBack(database);
      throw thrown;
    } finally {
      release();
    }
    return NOTHING;
  }

  #notify({ channel, payload }: Notice): void {
    if (this.#transaction) this.#shared.notices.send({ channel, payload });
    else this.#shared.notices.sendNow({ channel, payload });
  }

  #notifyAll([channel, payloads]: readonly unknown[]): PgResult {
    if (typeof channel !== "string" || !Array.isArray(payloads)) {
      throw new AppError("E_BUG", "The workflow engine sent a notice of a shape that is not known here.");
    }
    for (const payload of payloads) this.#notify({ channel, payload: String(payload) });
    return { rows: [], rowCount: payloads.length };
  }
}

function runText(database: EngineDatabase, sql: string): void {
  const statement = database.read(sql);
  if (statement.kind === "data") database.run(statement, [], sql);
}

function rollBack(database: EngineDatabase): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // SQLite has rolled back by itself already (a full disk, an I/O error): nothing is open any more.
  }
}
