import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../core/index.ts";
import { closedError, insideError, kindOf, refuseTransactionWords } from "../calls.ts";
import type { Database, SqlValue } from "../database.ts";
import { POSTGRES } from "./dialect.ts";
import { isConflict, isLost, toPostgresError, unknownOutcome, wasIdle } from "./errors.ts";
import { createHandle, type Open } from "./handle.ts";
import type { Answer, Link } from "./link.ts";
import type { Links } from "./links.ts";
import type { PostgresPlace } from "./place.ts";

export interface PostgresParts {
  links: Links;
  place: PostgresPlace;
  clock: Clock;
}

/**
 * `Database` over two connections that take turns, so that calls run in the order they were made. A change that lost against
 * another gateway is made again, since nothing of it was kept; one whose connection broke amid it is not: nobody knows
 * whether it was kept, and the error says so. Reading is made again on a new connection.
 */
export function createPostgres(parts: PostgresParts): Database {
  const inside = new AsyncLocalStorage<Open>();
  let tail: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;

  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work);
    tail = done.catch(() => undefined); // whoever called hears of it
    return done;
  };
  const enqueue = async <T>(work: () => Promise<T>): Promise<T> => {
    if (inside.getStore()?.active) throw insideError();
    if (closing) throw closedError();
    return queue(work);
  };
  const view = (firm: boolean, progress: () => Database): Database => {
    const statement = (sql: string, params: SqlValue[] = []): Promise<Answer> =>
      enqueue(() => runStatement(parts, firm, sql, params));
    return {
      dialect: POSTGRES,
      run: async (sql, params) => ({ changes: (await statement(sql, params)).changes }),
      all: async (sql, params) => (await statement(sql, params)).rows,
      get: async (sql, params) => (await statement(sql, params)).rows[0] ?? null,
      transaction: (work) => enqueue(() => runTransaction(parts, inside, firm, work)),
      get progress() {
        return progress();
      },
      close() {
        if (inside.getStore()?.active) return Promise.reject(insideError());
        closing ??= queue(() => parts.links.end());
        return closing;
      },
    };
  };
  const progress = view(false, () => progress);
  return view(true, () => progress);
}

/** So often a call is made again that other gateways were in the way of. */
const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 100;

/** Longer each time, and never the same for two who are in each other's way. */
const pause = (clock: Clock, attempt: number): Promise<void> =>
  clock.sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** attempt));

async function runStatement(parts: PostgresParts, firm: boolean, sql: string, params: SqlValue[]): Promise<Answer> {
  refuseTransactionWords(sql);
  const isRead = kindOf(sql) === "read";
  for (let attempt = 1; ; attempt += 1) {
    const link = await parts.links.get(firm);
    try {
      return await link.query(sql, params);
    } catch (thrown) {
      if (isLost(thrown) && !isRead) throw unknownOutcome(thrown, parts.place);
      const isWorthIt = isConflict(thrown) || isLost(thrown);
      if (!isWorthIt || attempt === ATTEMPTS) throw toPostgresError(thrown, parts.place);
      await pause(parts.clock, attempt);
    }
  }
}

async function runTransaction<T>(
  parts: PostgresParts,
  inside: AsyncLocalStorage<Open>,
  firm: boolean,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const link = await parts.links.get(firm);
    const outcome = await runOnce(link, parts.place, inside, work);
    if (outcome.kind === "committed") return outcome.value;
    if (outcome.kind === "thrown") throw outcome.error;
    const isWorthIt = isConflict(outcome.error) || isLost(outcome.error);
    if (!isWorthIt || attempt === ATTEMPTS) throw toPostgresError(outcome.error, parts.place);
    await pause(parts.clock, attempt);
  }
}

type Outcome<T> =
  | { kind: "committed"; value: T }
  /** Nothing was kept, by an error of the database. */
  | { kind: "void"; error: unknown }
  /** Nothing was kept since the work threw; or nobody knows, and the error says that. */
  | { kind: "thrown"; error: unknown };

async function begin(link: Link, open: Open): Promise<void> {
  try {
    await link.control("BEGIN; SAVEPOINT call");
  } catch (error) {
    open.broken = { error };
    throw error;
  }
}

async function runOnce<T>(
  link: Link,
  place: PostgresPlace,
  inside: AsyncLocalStorage<Open>,
  work: (tx: Database) => Promise<T>,
): Promise<Outcome<T>> {
  const open: Open = { active: true, broken: null };
  let value: T;
  try {
    await begin(link, open);
    value = await inside.run(open, () => work(createHandle(link, place, open)));
    if (open.broken) throw open.broken.error;
  } catch (error) {
    if (link.isAlive) await link.control("ROLLBACK").catch(() => undefined); // one that is gone took it back by itself
    return open.broken ? { kind: "void", error: open.broken.error } : { kind: "thrown", error };
  } finally {
    open.active = false;
  }
  const asked = link.isAlive;
  try {
    await link.control("COMMIT");
    return { kind: "committed", value };
  } catch (error) {
    const isUnknown = asked && isLost(error) && !wasIdle(error);
    return isUnknown ? { kind: "thrown", error: unknownOutcome(error, place) } : { kind: "void", error };
  }
}
