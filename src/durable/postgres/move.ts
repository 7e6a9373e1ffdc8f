import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { Pool, PoolClient } from "pg";
import { AppError, type Context } from "../../core/index.ts";
import { toStoreError } from "../../store/index.ts";
import { loadSdk } from "../dbos/sdk.ts";
import { lockedError, isBusy } from "../sqlite/database.ts";
import { BOOLEAN_COLUMNS, SCHEMA_VERSION, TABLES } from "../sqlite/schema.ts";
import { toPostgresError } from "./errors.ts";
import { lockTables } from "./lock.ts";
import { GOT_ON, NODES } from "./schema.ts";

export interface MoveWorkflowsOptions {
  /** The engine's file; no engine may have it open. It is left as it is. */
  file: string;
  /** Of a PostgreSQL database in which there is no durable work yet. */
  url: string;
  onRows?: (done: number, total: number) => void;
}

export interface MovedWorkflows {
  runs: number;
  rows: number;
}

/** PostgreSQL takes at most 65,535 parameters in a statement. */
const PARAMETERS = 30_000;
const ROWS = 500;

/**
 * Copies all records of durable work out of the engine's file into a PostgreSQL, in one transaction: all of them, or after an error,
 * a cancel or a kill none. What was unfinished goes on there, by any process that opens an engine on it. Throws E_EXISTS when there is
 * durable work already, E_HOME_LOCKED while an engine has the file open, E_STORE for what cannot be read or written.
 */
export async function moveWorkflows(options: MoveWorkflowsOptions, ctx: Context): Promise<MovedWorkflows> {
  const source = openSource(options.file);
  try {
    const [{ migrate }, { createGatedPool }] = await Promise.all([loadSdk(), import("./pool.ts")]);
    const { pool } = createGatedPool(options.url, "kralle move", ctx.log);
    try {
      const unlock = await lockTables(pool);
      try {
        await migrate(pool, ctx.log);
        await pool.query(NODES);
        await pool.query(GOT_ON);
        return await copyAll(source, pool, options.onRows ?? (() => undefined), ctx);
      } finally {
        await unlock();
      }
    } catch (thrown) {
      throw toPostgresError(thrown);
    } finally {
      await pool.end();
    }
  } finally {
    source.close();
  }
}

/** Holds the lock that an engine would hold. */
function openSource(file: string): DatabaseSync {
  let source: DatabaseSync | null = null;
  try {
    source = new DatabaseSync(file);
    source.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
    const version = source.prepare("PRAGMA user_version").get()?.["user_version"];
    if (version === SCHEMA_VERSION) return source;
    throw new AppError(
      "E_STORE",
      `${file} was written by another version of the workflow engine (${String(version)}).`,
      {
        hint: "Use the Kralle that wrote it, or a newer one.",
      },
    );
  } catch (thrown) {
    source?.close();
    throw isBusy(thrown) ? lockedError(file, thrown) : toStoreError(thrown, file);
  }
}

async function copyAll(
  source: DatabaseSync,
  pool: Pool,
  onRows: (done: number, total: number) => void,
  ctx: Context,
): Promise<MovedWorkflows> {
  const tables = [...TABLES].filter((table) => table !== "dbos_migrations");
  const counts = new Map(
    tables.map((table) => [table, Number(source.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.["n"])]),
  );
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let done = 0;
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await ensureEmpty(client);
    for (const table of tables) {
      await client.query(`DELETE FROM "dbos".${table}`); // what opening an engine writes by itself: its version, its queues
      for (const rows of inBatches(source, table)) {
        ctx.signal.throwIfAborted();
        await insert(client, table, rows);
        done += rows.length;
        onRows(done, total);
      }
      const { rows } = await client.query<{ n: string }>(`SELECT COUNT(*) AS n FROM "dbos".${table}`);
      if (Number(rows[0]?.n) !== counts.get(table)) {
        throw new AppError(
          "E_BUG",
          `Of the table ${table} ${String(rows[0]?.n)} of ${counts.get(table)} rows arrived.`,
        );
      }
    }
    await client.query("COMMIT");
    return { runs: counts.get("workflow_status") ?? 0, rows: total };
  } catch (thrown) {
    await client.query("ROLLBACK").catch(() => undefined); // the first failure is the one to tell
    throw thrown;
  } finally {
    client.release();
  }
}

async function ensureEmpty(client: PoolClient): Promise<void> {
  await client.query('LOCK TABLE "dbos".workflow_status IN EXCLUSIVE MODE'); // nobody begins work meanwhile
  const { rows } = await client.query('SELECT 1 FROM "dbos".workflow_status LIMIT 1');
  if (rows.length === 0) return;
  throw new AppError("E_EXISTS", "There is durable work in the PostgreSQL database already.", {
    hint: "Move into an empty database.",
  });
}

type Row = Record<string, SQLOutputValue>;

function* inBatches(source: DatabaseSync, table: string): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of source.prepare(`SELECT * FROM ${table}`).iterate()) {
    batch.push(row);
    if (batch.length < ROWS && batch.length * Object.keys(row).length < PARAMETERS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function insert(client: PoolClient, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.flatMap((row) => columns.map((column) => toPostgres(column, row[column] ?? null)));
  const places = rows.map((_, at) => `(${columns.map((_column, n) => `$${at * columns.length + n + 1}`).join(", ")})`);
  const names = columns.map((column) => `"${column}"`).join(", ");
  await client.query(`INSERT INTO "dbos".${table} (${names}) VALUES ${places.join(", ")}`, values);
}

const toPostgres = (column: string, value: SQLOutputValue): unknown =>
  value !== null && BOOLEAN_COLUMNS.has(column) ? value !== 0 : value;
