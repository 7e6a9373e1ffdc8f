import { AppError, type Context } from "../../core/index.ts";
import { numberOf, type Database, type Row, type SqlValue } from "../database.ts";
import { createSumming, type TableSum } from "./sums.ts";
import { quote, type Table } from "./tables.ts";

export interface MoveProgress {
  /** `read`: looking what a move before has brought already · `copy` · `compare`: reading again what has arrived. */
  phase: "read" | "copy" | "compare";
  table: string;
  done: number;
  total: number;
}

export interface CopyParts {
  source: Database;
  tables: readonly Table[];
  onProgress(progress: MoveProgress): void;
  ctx: Context;
}

export type Sums = Record<string, TableSum>;

const PAGE = 100;
/** Rows of a statement together, so that neither side holds many large messages at once. */
const BATCH_BYTES = 1 << 20;
/** Has a row from the first moment on, which is not the one that comes. */
const SEEDED: readonly string[] = ["audit_head"];

/** All rows of all tables, as they are in the source. */
export async function sumAll({ source, tables, onProgress, ctx }: CopyParts): Promise<Sums> {
  const sums: Sums = {};
  for (const table of tables) {
    const summing = createSumming();
    for await (const rows of readPages(source, table, ctx)) {
      for (const row of rows) summing.add(table.columns.map((column) => row[column] ?? null));
      onProgress({ phase: "read", table: table.name, done: summing.result().rows, total: table.rows });
    }
    sums[table.name] = summing.result();
  }
  return sums;
}

/** Copies all rows inside of a transaction of the target, and throws E_STORE when they did not arrive as they were. */
export async function copyAll(tx: Database, shown: string, parts: CopyParts): Promise<Sums> {
  const { tables } = parts;
  await requireEmpty(tx, tables, shown);
  for (const name of SEEDED) await tx.run(`DELETE FROM ${quote(name)}`);
  const sums: Sums = {};
  for (const table of tables) sums[table.name] = await copyTable(tx, table, parts);
  for (const table of tables) {
    const arrived = await sumTarget(tx, table, parts);
    const { rows = 0, sum = "" } = sums[table.name] ?? {};
    if (arrived.rows === rows && arrived.sum === sum) continue;
    throw new AppError(
      "E_STORE",
      `The table ${table.name} did not arrive in ${shown} as it was; nothing was changed.`,
      {
        hint: "This is a fault of Kralle: go on without DATABASE_URL, and report it with this message.",
        data: { table: table.name, sent: rows, arrived: arrived.rows },
      },
    );
  }
  return sums;
}

async function requireEmpty(tx: Database, tables: readonly Table[], shown: string): Promise<void> {
  for (const { name } of tables) {
    if (SEEDED.includes(name) || !(await tx.get(`SELECT 1 AS one FROM ${quote(name)} LIMIT 1`))) continue;
    throw new AppError("E_EXISTS", `The database ${shown} holds tables of a Kralle already: ${name} is not empty.`, {
      hint: "Name an empty database in DATABASE_URL; two histories are not put together.",
    });
  }
}

async function copyTable(tx: Database, table: Table, { source, onProgress, ctx }: CopyParts): Promise<TableSum> {
  const summing = createSumming();
  const name = quote(table.name);
  const columns = table.columns.map(quote).join(", ");
  const marks = `(${table.columns.map(() => "?").join(", ")})`;
  // What triggers keep is in the rows already.
  await tx.run(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  for await (const page of readPages(source, table, ctx)) {
    for (const batch of toBatches(page.map((row) => table.columns.map((column) => row[column] ?? null)))) {
      const values = batch.map(() => marks).join(", ");
      await tx.run(`INSERT INTO ${name} (${columns}) VALUES ${values}`, batch.flat());
      for (const row of batch) summing.add(row);
    }
    onProgress({ phase: "copy", table: table.name, done: summing.result().rows, total: table.rows });
  }
  await tx.run(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  return summing.result();
}

/** By the number of the row, so that a page costs the same however far back it is. */
async function* readPages(source: Database, { name, columns, self }: Table, ctx: Context): AsyncGenerator<Row[]> {
  const wanted = columns.map(quote).join(", ");
  const passes = self === null ? [""] : [`AND ${quote(self)} IS NULL`, `AND ${quote(self)} IS NOT NULL`];
  for (const pass of passes) {
    for (let last = Number.MIN_SAFE_INTEGER; ;) {
      ctx.signal.throwIfAborted();
      const rows = await source.all(
        `SELECT rowid AS move_row, ${wanted} FROM ${quote(name)} WHERE rowid > ? ${pass} ORDER BY rowid LIMIT ${PAGE}`,
        [last],
      );
      const end = rows.at(-1);
      if (!end) break;
      last = numberOf(end, "move_row");
      yield rows;
    }
  }
}

function* toBatches(rows: readonly SqlValue[][]): Generator<SqlValue[][]> {
  let batch: SqlValue[][] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    for (const value of row) bytes += typeof value === "string" || value instanceof Uint8Array ? value.length : 0;
    if (bytes < BATCH_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

async function sumTarget(tx: Database, table: Table, { onProgress, ctx }: CopyParts): Promise<TableSum> {
  const summing = createSumming();
  const columns = table.columns.map(quote).join(", ");
  await tx.run(`DECLARE arrived CURSOR FOR SELECT ${columns} FROM ${quote(table.name)}`);
  for (;;) {
    ctx.signal.throwIfAborted();
    const rows = await tx.all(`FETCH ${PAGE} FROM arrived`);
    for (const row of rows) summing.add(table.columns.map((column) => row[column] ?? null));
    onProgress({ phase: "compare", table: table.name, done: summing.result().rows, total: table.rows });
    if (rows.length < PAGE) break;
  }
  await tx.run("CLOSE arrived");
  return summing.result();
}
