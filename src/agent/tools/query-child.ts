import { constants, DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Decimal } from "decimal.js";
import type { QueryAnswer, QueryRequest, QueryRow } from "./query-protocol.ts";
import type { SqlTable } from "./query-schema.ts";

// The program of the child process that `query_tables` starts; it runs one query and ends.

const HEAP_BYTES = 1024 * 1024 * 1024;
const Dec = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

process.once("message", (request) => {
  process.send?.(answer(request as QueryRequest), () => process.exit(0));
});

function answer({ sql, tables, maxRows }: QueryRequest): QueryAnswer {
  try {
    const db = new DatabaseSync(":memory:");
    db.exec(`PRAGMA hard_heap_limit = ${HEAP_BYTES}; PRAGMA trusted_schema = OFF;`);
    for (const table of tables) load(db, table);
    addExactArithmetic(db);
    allowReadsOnly(db);
    return query(db, sql, maxRows);
  } catch (thrown) {
    return { ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function load(db: DatabaseSync, { name, columns, rows }: SqlTable): void {
  // Identifiers hold letters, digits and _ only.
  db.exec(`CREATE TABLE "${name}" (${columns.map((column) => `"${column.name}" ${column.type}`).join(", ")})`);
  const insert = db.prepare(`INSERT INTO "${name}" VALUES (${columns.map(() => "?").join(", ")})`);
  db.exec("BEGIN");
  for (const row of rows) insert.run(...row);
  db.exec("COMMIT");
}

/**
 * sum, avg, total and round are replaced by decimal ones: a double is the shortest decimal that names it, so values of
 * up to 15 digits add up without a rounding error. dec_sum and dec_avg give the exact result as text.
 */
function addExactArithmetic(db: DatabaseSync): void {
  const fold = (name: string, result: (state: State) => string | number | null): void =>
    db.aggregate(name, {
      start: () => toHandle({ sum: new Dec(0), count: 0 }),
      step: (state, value) => toHandle(shift(fromHandle(state), value, 1)),
      inverse: (state, value) => toHandle(shift(fromHandle(state), value, -1)),
      result: (state) => result(fromHandle(state)),
    });
  fold("sum", ({ sum, count }) => (count === 0 ? null : sum.toNumber()));
  fold("total", ({ sum }) => sum.toNumber());
  fold("avg", ({ sum, count }) => (count === 0 ? null : sum.div(count).toNumber()));
  fold("dec_sum", ({ sum, count }) => (count === 0 ? null : sum.toFixed()));
  fold("dec_avg", ({ sum, count }) => (count === 0 ? null : sum.div(count).toSignificantDigits(30).toFixed()));
  db.function("round", { deterministic: true, varargs: true }, (value, places) => {
    const number = toDecimal(value ?? null);
    return number && number.toDecimalPlaces(Math.min(30, Math.max(0, Number(places ?? 0)))).toNumber();
  });
}

interface State {
  sum: Decimal;
  count: number;
}

/** Node hands the state of an aggregate through as it is; its types only know values of SQL. */
function toHandle(state: State): SQLInputValue {
  return state as unknown as SQLInputValue;
}

function fromHandle(handle: unknown): State {
  return handle as State;
}

function shift(state: State, value: unknown, sign: 1 | -1): State {
  const number = toDecimal(value);
  if (number === null) return state;
  return { sum: sign === 1 ? state.sum.plus(number) : state.sum.minus(number), count: state.count + sign };
}

function toDecimal(value: unknown): Decimal | null {
  if (typeof value === "number") return new Dec(shorten(value));
  if (typeof value === "bigint") return new Dec(value.toString());
  return typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? new Dec(value) : null;
}

/** Drops the noise behind the 15th digit that arithmetic in doubles leaves (0.1 * 3). */
function shorten(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(15));
}

function allowReadsOnly(db: DatabaseSync): void {
  const allowed = new Set([
    constants.SQLITE_SELECT,
    constants.SQLITE_READ,
    constants.SQLITE_FUNCTION,
    constants.SQLITE_RECURSIVE,
  ]);
  db.setAuthorizer((action) => (allowed.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
}

function query(db: DatabaseSync, sql: string, maxRows: number): QueryAnswer {
  const statement = db.prepare(sql);
  // SQLite compiles the first statement only and would silently leave out the rest.
  const rest = sql.slice(statement.sourceSQL.length).replaceAll(/--[^\n]*|\/\*.*?\*\//gs, "");
  if (/[^\s;]/.test(rest)) return { ok: false, message: "only one statement can be run at a time" };
  const columns = statement.columns().map((column) => column.name);
  const rows: QueryRow[] = [];
  for (const row of statement.iterate()) {
    if (rows.length === maxRows) return { ok: true, columns, rows, truncated: true };
    rows.push(toRow(row));
  }
  return { ok: true, columns, rows, truncated: false };
}

function toRow(raw: Record<string, unknown>): QueryRow {
  const row: QueryRow = {};
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === "number") row[name] = shorten(value);
    else row[name] = value === null ? null : String(value);
  }
  return row;
}
