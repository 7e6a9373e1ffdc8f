import { AppError } from "../../core/index.ts";
import type { SqlValue } from "../database.ts";

// PostgreSQL's text holds no U+0000. It is kept as two noncharacters, and so is the first of them, so that every text comes back
// as it was and equal texts stay equal.
const ESCAPE = "\ufdd0";
const NUL = `${ESCAPE}\ufdd1`;
const SELF = `${ESCAPE}\ufdd2`;

export function toParam(value: SqlValue): string | Uint8Array | null {
  if (typeof value === "string") return escapeText(value);
  if (typeof value !== "number") return value;
  return Number.isNaN(value) ? null : String(value); // as SQLite takes it
}

function escapeText(text: string): string {
  if (!/[\0\ufdd0]/.test(text)) return text;
  return text.replaceAll(ESCAPE, SELF).replaceAll("\0", NUL);
}

function readText(text: string): string {
  return text.includes(ESCAPE) ? text.replaceAll(NUL, "\0").replaceAll(SELF, ESCAPE) : text;
}

// https://www.postgresql.org/docs/current/catalog-pg-type.html
const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, float4: 700, float8: 701, numeric: 1700 };
const NUMBERS = new Set([OID.int8, OID.int2, OID.int4, OID.float4, OID.float8, OID.numeric]);

/** How a value of this type reads (`oid` of pg_type): what `SqlValue` knows, as SQLite would give it; all else is text. */
export function readerOf(oid: number): (text: string) => SqlValue {
  if (NUMBERS.has(oid)) return readNumber;
  if (oid === OID.bool) return (text) => (text === "t" ? 1 : 0);
  if (oid === OID.bytea) return (text) => new Uint8Array(Buffer.from(text.slice("\\x".length), "hex"));
  return readText;
}

/** Throws E_STORE for an integer that a number cannot hold exactly. */
function readNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) || /[.eNI]/.test(text)) return value;
  throw new AppError("E_STORE", `The database holds the number ${text}, which is larger than Kralle can count.`);
}
