import { AppError, toAppError } from "../../core/index.ts";

/** What node-postgres threw, as E_STORE with what to do. Never names the address: it may hold a password. */
export function toPostgresError(thrown: unknown): AppError {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return toAppError(thrown);
  const code = "code" in thrown ? thrown.code : undefined;
  const message = `The workflow engine cannot work with the PostgreSQL database: ${thrown.message}`;
  return new AppError("E_STORE", message, {
    hint: "Look whether the server runs, and whether DATABASE_URL names it, a database on it, and an account that may make tables.",
    cause: thrown,
    ...(typeof code === "string" ? { data: { code } } : {}),
  });
}
