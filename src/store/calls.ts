import { AppError } from "../core/index.ts";
import type { JobKind } from "./groupCommit.ts";

/** What one statement is for those who order calls, by its first word; what is not known for sure runs alone. */
export function kindOf(sql: string): JobKind {
  if (/^\s*SELECT\b/i.test(sql)) return "read";
  return /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH)\b/i.test(sql) ? "change" : "alone";
}

// What would end the transaction that other calls share. `?` stands for every value, so these words are never data.
const ENDS_TRANSACTION =
  /^\s*(?:BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b|\b(?:OR|ON\s+CONFLICT)\s+ROLLBACK\b|\bRAISE\s*\(\s*ROLLBACK\b/i;

/** Throws E_BUG for a statement that begins or ends a transaction: that is the database's own. */
export function refuseTransactionWords(sql: string): void {
  if (!ENDS_TRANSACTION.test(sql)) return;
  throw new AppError("E_BUG", "A statement of the database ends transactions that are not its own.");
}

export function insideError(): AppError {
  return new AppError("E_BUG", "The database was used inside a transaction instead of the transaction's own handle.");
}

export function endedError(): AppError {
  return new AppError("E_BUG", "A transaction was used after its end.");
}

export function closedInside(): AppError {
  return new AppError("E_BUG", "A transaction cannot close the database.");
}

export function closedError(): AppError {
  return new AppError("E_STORE", "The database was closed already.");
}
