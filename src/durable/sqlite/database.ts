import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { backup, DatabaseSync, type StatementSync } from "node:sqlite";
import { AppError } from "../../core/index.ts";
import { toStoreError } from "../../store/index.ts";
import type { PgResult } from "../backing.ts";
import { toPgError } from "./errors.ts";
import type { Notices } from "./notices.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";
import { translate, unknownStatement, type DataStatement, type Statement } from "./translate.ts";
import { contains, toPgRow, toSql } from "./values.ts";

/** What a commit survives. NORMAL: the end of the process; a power cut may take the last commits back. FULL: that too. */
export type Synchronous = "NORMAL" | "FULL";

/** One connection to the engine's file. Synchronous: a statement runs at once, in the caller's turn of the event loop. */
export interface EngineDatabase {
  /** The statement as it is understood here; E_BUG when it is not. */
  read(sql: string): Statement;
  run(statement: DataStatement, values: readonly unknown[], sql: string): PgResult;
  exec(sql: "BEGIN" | "BEGIN IMMEDIATE" | "COMMIT" | "ROLLBACK"): void;
  /** Bytes of the file and of what is written but not in it yet. */
  size(): number;
  /** Gives up to this many pages back to the disk; false when there were no more. */
  shrink(pages: number): boolean;
  /** Everything as it stands, into another file. The lock keeps all others out, so only this connection can read it. */
  copyTo(path: string): Promise<void>;
  close(): void;
}

const BUSY_MS = 1_000;
/** Of `PRAGMA auto_vacuum`. */
const INCREMENTAL = 2;
const REWRITTEN_BYTES = 256 * 1024 * 1024;
const STATEMENTS = 300;

/**
 * Opens the engine's file or makes it (mode 0600), for this process alone: the lock of the operating system is held until
 * `close` or the end of the process, however it ends. Throws E_HOME_LOCKED when another one has it, E_STORE for a damaged
 * file or one of another release of the engine.
 */
export function openDatabase(path: string, synchronous: Synchronous, notices: Notices): EngineDatabase {
  let raw: DatabaseSync | null = null;
  try {
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    raw = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    raw.exec("PRAGMA locking_mode = EXCLUSIVE");
    ensureShrinkable(raw);
    raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
    raw.exec("PRAGMA case_sensitive_like = ON"); // as in PostgreSQL
    raw.function("notify", (channel, payload) => {
      notices.send({ channel: String(channel), payload: String(payload) });
      return null;
    });
    raw.function("json_contains", { deterministic: true }, (whole, part) =>
      typeof whole === "string" && contains(JSON.parse(whole), JSON.parse(String(part))) ? 1 : 0,
    );
    ensureSchema(raw, path);
    return createDatabase(raw, path);
  } catch (thrown) {
    raw?.close();
    throw isBusy(thrown) ? lockedError(path, thrown) : toStoreError(thrown, path);
  }
}

/** A file that was made without it can give no room back until it is rewritten, which for a large one takes too long here. */
function ensureShrinkable(raw: DatabaseSync): void {
  const isNew = pragma(raw, "page_count") === 0;
  if (pragma(raw, "auto_vacuum") === INCREMENTAL) return;
  raw.exec("PRAGMA auto_vacuum = INCREMENTAL");
  if (!isNew && pragma(raw, "page_count") * pragma(raw, "page_size") < REWRITTEN_BYTES) raw.exec("VACUUM");
}

function pragma(raw: DatabaseSync, name: string): number {
  return Number(raw.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function ensureSchema(raw: DatabaseSync, path: string): void {
  raw.exec("BEGIN IMMEDIATE");
  const version = raw.prepare("PRAGMA user_version").get()?.["user_version"];
  if (version === 0) raw.exec(SCHEMA);
  else if (version !== SCHEMA_VERSION) {
    throw new AppError(
      "E_STORE",
      `${path} was written by another version of the workflow engine (${String(version)}).`,
      {
        hint: "Use the Kralle that wrote it, or a newer one.",
        data: { version, expected: SCHEMA_VERSION },
      },
    );
  }
  raw.exec("COMMIT");
}

function createDatabase(raw: DatabaseSync, path: string): EngineDatabase {
  const understood = createCache<Statement>();
  const prepared = createCache<{ statement: StatementSync; givesRows: boolean }>();
  const prepare = (sqlite: string, sql: string): { statement: StatementSync; givesRows: boolean } => {
    try {
      const statement = raw.prepare(sqlite);
      const columns = statement.columns();
      // An expression without a name is called differently by both databases: who reads it would find nothing.
      const nameless = columns.find(({ name }) => !/^[a-z_][a-z0-9_]*$/.test(name));
      if (nameless) throw new Error(`a column called ${nameless.name}`);
      return { statement, givesRows: columns.length > 0 };
    } catch (thrown) {
      throw unknownStatement(sql, thrown instanceof Error ? thrown.message : String(thrown), thrown);
    }
  };
  return {
    read: (sql) => understood(sql, () => translate(sql)),
    run({ sql: sqlite, lists }, values, sql) {
      const { statement, givesRows } = prepared(sqlite, () => prepare(sqlite, sql));
      const bound = values.map((value, at) => toSql(value, lists.has(at + 1)));
      try {
        if (!givesRows) return { rows: [], rowCount: Number(statement.run(...bound).changes) };
        const rows = statement.all(...bound).map(toPgRow);
        return { rows, rowCount: rows.length };
      } catch (thrown) {
        throw toPgError(thrown, path);
      }
    },
    exec(sql) {
      try {
        raw.exec(sql);
      } catch (thrown) {
        throw toPgError(thrown, path);
      }
    },
    size: () =>
      [path, `${path}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0),
    shrink(pages) {
      const before = pragma(raw, "freelist_count");
      if (before > 0) raw.exec(`PRAGMA incremental_vacuum(${pages})`);
      const left = pragma(raw, "freelist_count");
      if (left === 0) raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return left > 0 && left < before;
    },
    async copyTo(target) {
      try {
        await backup(raw, target);
      } catch (thrown) {
        throw toStoreError(thrown, target);
      }
    },
    close: () => raw.close(),
  };
}

/** The last values by their text: statements with long lists of parameters come in many lengths. */
function createCache<T>(): (key: string, make: () => T) => T {
  const entries = new Map<string, T>();
  return (key, make) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    const oldest = entries.size >= STATEMENTS ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    entries.set(key, made);
    return made;
  };
}

export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && (thrown.errcode === 5 || thrown.errcode === 261);
}

export function lockedError(path: string, cause: unknown): AppError {
  return new AppError("E_HOME_LOCKED", `Another Kralle works with ${path}.`, {
    hint: "Wait until it has finished or end it; or set KRALLE_HOME to another folder.",
    cause,
  });
}
