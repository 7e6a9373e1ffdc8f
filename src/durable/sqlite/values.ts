import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { AppError } from "../../core/index.ts";
import type { PgRow } from "../backing.ts";
import { BOOLEAN_COLUMNS, JSON_COLUMNS } from "./schema.ts";

/** What node-postgres would send, as SQLite keeps it. Throws E_BUG for a kind of value that the tables have no column for. */
export function toSql(value: unknown, isList: boolean): SQLInputValue {
  if (isList) {
    if (Array.isArray(value)) return JSON.stringify(value);
  } else if (value === null || value === undefined) return null;
  else if (typeof value === "boolean") return value ? 1 : 0;
  else if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  const kind = Array.isArray(value) ? "array" : typeof value;
  throw new AppError("E_BUG", `The workflow engine bound a value of a kind that is not known here: ${kind}.`);
}

/** A row as node-postgres would give it: booleans are booleans, JSON is parsed. */
export function toPgRow(row: Record<string, SQLOutputValue>): PgRow {
  const result: PgRow = {};
  for (const [name, value] of Object.entries(row)) result[name] = toPgValue(name, value);
  return result;
}

function toPgValue(name: string, value: SQLOutputValue): unknown {
  if (value === null) return null;
  if (BOOLEAN_COLUMNS.has(name)) return value !== 0;
  return JSON_COLUMNS.has(name) && typeof value === "string" ? JSON.parse(value) : value;
}

/** PostgreSQL's `@>` on jsonb: every part of `part` occurs in `whole`. https://www.postgresql.org/docs/current/datatype-json.html */
export function contains(whole: unknown, part: unknown): boolean {
  if (typeof part !== "object" || part === null) return whole === part;
  if (typeof whole !== "object" || whole === null || Array.isArray(whole) !== Array.isArray(part)) return false;
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((one) => whole.some((other) => contains(other, one)));
  }
  const entries = new Map(Object.entries(whole));
  return Object.entries(part).every(([key, value]) => entries.has(key) && contains(entries.get(key), value));
}
