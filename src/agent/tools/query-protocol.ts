import type { SqlTable } from "./query-schema.ts";

export type QueryRow = Record<string, string | number | null>;

export interface QueryRequest {
  sql: string;
  tables: SqlTable[];
  maxRows: number;
}

export type QueryAnswer =
  | { ok: true; columns: string[]; rows: QueryRow[]; truncated: boolean }
  | { ok: false; message: string };
