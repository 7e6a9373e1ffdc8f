import { dirname } from "node:path";
import { AppError } from "../core/index.ts";

// Primary result codes of https://www.sqlite.org/rescode.html
const SQLITE = { busy: 5, locked: 6, readonly: 8, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 };

/** Turns what SQLite or the file system throws into an AppError that says what a person can do. */
export function toStoreError(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const errcode = "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : -1;
  const code = "code" in error ? String(error.code) : "";
  if (errcode === SQLITE.corrupt || errcode === SQLITE.notADatabase) return damaged(error, path);
  if (errcode === SQLITE.full || code === "ENOSPC") {
    return new AppError("E_DISK_FULL", `The disk of ${path} is full; nothing was changed.`, {
      hint: "Free some space and try again.",
      cause: error,
    });
  }
  if (errcode === SQLITE.busy || errcode === SQLITE.locked) {
    return new AppError("E_STORE", `Another program keeps ${path} locked.`, {
      hint: "Close the program that has the database open (a database viewer, a backup) and try again.",
      cause: error,
    });
  }
  if (errcode === SQLITE.readonly || errcode === SQLITE.cantOpen || ["EACCES", "EPERM", "EROFS"].includes(code)) {
    return new AppError("E_HOME_UNWRITABLE", `${path} cannot be written: ${error.message}.`, {
      hint: `Give your user write access to ${dirname(path)}, or set KRALLE_HOME to a folder of your own.`,
      cause: error,
    });
  }
  return new AppError("E_STORE", `The database ${path} failed: ${error.message}.`, { cause: error });
}

/** Whether another program was in the way. */
export function isLocked({ cause }: AppError): boolean {
  if (!(cause instanceof Error) || !("errcode" in cause) || typeof cause.errcode !== "number") return false;
  return [SQLITE.busy, SQLITE.locked].includes(cause.errcode & 0xff);
}

function damaged(cause: Error, path: string): AppError {
  return new AppError("E_STORE", `The database ${path} is damaged (${cause.message}).`, {
    hint:
      "`kralle backup restore newest --force` puts the newest good backup in its place and keeps the damaged files; without a " +
      `backup move ${path} away together with its -wal and -shm files: Kralle then begins with an empty history. Files in your ` +
      "workspaces are not affected.",
    cause,
    data: { path, damaged: true },
  });
}
