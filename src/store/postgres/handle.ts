import { closedInside, endedError, kindOf, refuseTransactionWords } from "../calls.ts";
import type { Database, SqlValue } from "../database.ts";
import { POSTGRES } from "./dialect.ts";
import { isConflict, isLost, toPostgresError } from "./errors.ts";
import type { Answer, Link } from "./link.ts";
import type { PostgresPlace } from "./place.ts";

export interface Open {
  active: boolean;
  /** What has ended the transaction from below: whatever its work makes of it, nothing more runs and nothing is kept. */
  broken: { error: unknown } | null;
}

/**
 * A transaction that was begun with `SAVEPOINT call`, for its work. For PostgreSQL a statement that fails makes the whole transaction
 * void; the contract is that it is taken back alone. So behind every change the savepoint moves on before the next statement.
 */
export function createHandle(link: Link, place: PostgresPlace, open: Open): Database {
  let hasChanged = false;
  let last: Promise<unknown> = Promise.resolve();

  async function runNow(sql: string, params: SqlValue[]): Promise<Answer> {
    if (!open.active) throw endedError();
    if (open.broken) throw toPostgresError(open.broken.error, place);
    refuseTransactionWords(sql);
    try {
      if (hasChanged) await link.control("RELEASE SAVEPOINT call; SAVEPOINT call");
      hasChanged = kindOf(sql) !== "read";
      return await link.query(sql, params);
    } catch (thrown) {
      await takeBack(thrown);
      throw toPostgresError(thrown, place);
    }
  }
  async function takeBack(thrown: unknown): Promise<void> {
    hasChanged = false;
    if (isConflict(thrown) || isLost(thrown)) {
      open.broken = { error: thrown };
      return;
    }
    try {
      await link.control("ROLLBACK TO SAVEPOINT call");
    } catch (failed) {
      open.broken = { error: failed };
    }
  }
  /** One after another, also for a work that does not wait. */
  const call = (sql: string, params: SqlValue[] = []): Promise<Answer> => {
    const done = last.then(() => runNow(sql, params));
    last = done.catch(() => undefined); // whoever called hears of it
    return done;
  };
  const handle: Database = {
    dialect: POSTGRES,
    run: async (sql, params) => ({ changes: (await call(sql, params)).changes }),
    all: async (sql, params) => (await call(sql, params)).rows,
    get: async (sql, params) => (await call(sql, params)).rows[0] ?? null,
    transaction: (inner) => inner(handle),
    get progress() {
      return handle;
    },
    close: () => Promise.reject(closedInside()),
  };
  return handle;
}
