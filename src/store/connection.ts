import { DatabaseSync, type StatementSync } from "node:sqlite";
import { AppError } from "../core/index.ts";
import { closedError, refuseTransactionWords } from "./calls.ts";
import type { Row, SqlValue } from "./database.ts";
import { toStoreError } from "./errors.ts";

/** One open SQLite file. Synchronous: a statement has run when the call returns. Throws AppError. */
export interface Connection {
  readonly inTransaction: boolean;
  run(sql: string, params: readonly SqlValue[]): { changes: number };
  all(sql: string, params: readonly SqlValue[]): Row[];
  /** The only way to begin and end a transaction: `run` and `all` refuse it. */
  control(sql: Control): void;
  close(): void;
}

export type Control =
  | "BEGIN IMMEDIATE"
  | "COMMIT"
  | "ROLLBACK"
  | "SAVEPOINT whole"
  | "RELEASE whole"
  | "ROLLBACK TO whole";

const STATEMENTS = 200;
export function createConnection(raw: DatabaseSync, path: string): Connection {
  const statements = new Map<string, StatementSync>();
  const controls = new Map<Control, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    refuseTransactionWords(sql);
    const made = raw.prepare(sql);
    if (statements.size >= STATEMENTS) statements.clear();
    statements.set(sql, made);
    return made;
  };
  const prepareControl = (sql: Control): StatementSync => {
    const made = controls.get(sql) ?? raw.prepare(sql);
    controls.set(sql, made);
    return made;
  };
  const guarded = <T>(work: () => T): T => {
    if (!raw.isOpen) throw closedError();
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown, path);
    }
  };
  return {
    get inTransaction() {
      return raw.isTransaction;
    },
    run: (sql, params) => guarded(() => ({ changes: Number(prepare(sql).run(...params).changes) })),
    all: (sql, params) =>
      guarded(() =>
        prepare(sql)
          .all(...params)
          .map(toRow),
      ),
    control: (sql) => guarded(() => void prepareControl(sql).run()),
    close() {
      statements.clear();
      controls.clear();
      raw.close();
    },
  };
}

// Primary result codes after which SQLite may have taken a whole transaction back (https://www.sqlite.org/lang_transaction.html).
const WHOLE = new Set([7, 9, 10, 13]); // NOMEM, INTERRUPT, IOERR, FULL

/** Whether an error says more than that one statement failed: what was done before it in the transaction is void as well. */
export function endsTransaction(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : null;
  if (!(cause instanceof Error) || !("errcode" in cause)) return false;
  return typeof cause.errcode === "number" && WHOLE.has(cause.errcode & 0xff);
}

function toRow(raw: Record<string, unknown>): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(raw)) {
    row[name] = typeof value === "bigint" ? Number(value) : (value as SqlValue);
  }
  return row;
}
