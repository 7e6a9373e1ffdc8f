import { toStoreError } from "../../store/index.ts";

// Extended result codes of https://www.sqlite.org/rescode.html
const UNIQUE = new Set([2067, 1555, 2579]);
const FOREIGN_KEY = 787;

/** An error as node-postgres throws it: https://www.postgresql.org/docs/15/errcodes-appendix.html */
class PgError extends Error {
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(code: string, constraint: string | undefined, cause: Error) {
    super(cause.message, { cause });
    this.name = "PgError";
    this.code = code;
    this.constraint = constraint;
  }
}

/** What the engine decides by (a row is there already, a row that it refers to is not) as PgError, all else as AppError. */
export function toPgError(thrown: unknown, path: string): Error {
  const errcode = thrown instanceof Error && "errcode" in thrown ? thrown.errcode : undefined;
  if (thrown instanceof Error && typeof errcode === "number") {
    if (UNIQUE.has(errcode)) return new PgError("23505", constraintOf(thrown.message), thrown);
    if (errcode === FOREIGN_KEY) return new PgError("23503", undefined, thrown);
  }
  return toStoreError(thrown, path);
}

/** SQLite names the columns; the one constraint that DBOS asks for by name is that of deduplication. */
function constraintOf(message: string): string | undefined {
  return message.includes("workflow_status.deduplication_id") ? "uq_workflow_status_dedup_id" : undefined;
}
