import type { Dialect } from "./dialect.ts";

/** What a column can hold: text, integers (safe ones), floats, bytes, null. Times are integer ms UTC, JSON is text. */
export type SqlValue = string | number | Uint8Array | null;
export type Row = Record<string, SqlValue>;

/**
 * A relational database. Contract:
 * - `?` marks a parameter; SQL is the plain subset that SQLite and PostgreSQL share (INSERT ... ON CONFLICT, RETURNING).
 * - A call that resolved is on disk, also after a power cut; the calls of one `transaction` together or not at all.
 * - Calls run one after another in the order they were made. Inside `transaction` only the handed `Database` is used;
 *   the outer one is E_BUG there (it would wait for itself). A transaction inside one joins it.
 * - The work of a `transaction` may run again from its beginning, where nothing of it was kept since another process was in its way:
 *   so it has no effect but through its handle.
 * - Calls that wait at the same moment may share one commit: an error of one touches only that one; when the commit itself
 *   fails (full disk, I/O), all that shared it fail. So the work of a `transaction` waits for nothing but its own handle.
 * - Errors are AppError: E_STORE (also for a damaged file, with a hint what to do), E_DISK_FULL, E_HOME_UNWRITABLE. After an E_STORE
 *   with `data.outcome` "unknown" the call may have been kept or not: the connection to the database broke amid it.
 */
export interface Database {
  readonly dialect: Dialect;
  run(sql: string, params?: SqlValue[]): Promise<{ changes: number }>;
  all(sql: string, params?: SqlValue[]): Promise<Row[]>;
  get(sql: string, params?: SqlValue[]): Promise<Row | null>;
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /**
   * The same database for what is only on the way: a call that resolved survives the end of the process, but a power cut may take
   * it, together with all that came after it, until the next call of the outer one resolves.
   */
  readonly progress: Database;
  close(): Promise<void>;
}

/** A text column of a row; throws when the schema and the code disagree. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`Column ${column} is no text.`);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`Column ${column} is no number.`);
  return value;
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : numberOf(row, column);
}

export function jsonOf(row: Row, column: string): unknown {
  return JSON.parse(textOf(row, column));
}
