import { AppError } from "../../core/index.ts";
import type { PostgresPlace } from "./place.ts";

/** What PostgreSQL or the way to it says: a SQLSTATE, a code of the system, or "". */
function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: another writer won; the same call may simply be made again. */
export function isConflict(thrown: unknown): boolean {
  return ["40001", "40P01"].includes(codeOf(thrown));
}

/** Whether the connection is gone with it. Every error of a living connection comes with a SQLSTATE and says how bad it is. */
export function isLost(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || thrown instanceof AppError) return false;
  return !("severity" in thrown) || thrown.severity === "FATAL" || thrown.severity === "PANIC";
}

/** The server is starting or ending, or cannot be reached at this moment: waiting helps. */
export function isPassing(thrown: unknown): boolean {
  return ["57P01", "57P02", "57P03", "ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "25P03"].includes(codeOf(thrown));
}

/** The server took a transaction back since nothing came for long; what came then was not read any more. */
export const wasIdle = (thrown: unknown): boolean => codeOf(thrown) === "25P03";

/** The server lives and says "not yet", as right after its start. */
export const isStarting = (thrown: unknown): boolean => codeOf(thrown) === "57P03";

/** Turns what node-postgres throws into an AppError that says what a person can do. Never holds the password. */
export function toPostgresError(thrown: unknown, place: PostgresPlace): AppError {
  if (thrown instanceof AppError) return thrown;
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = codeOf(cause);
  const { shown, host, user, database } = place;
  if (["28P01", "28000"].includes(code) || /password must be a (?:non-empty )?string/.test(cause.message)) {
    return new AppError("E_STORE", `PostgreSQL at ${host} does not let ${user} in: ${cause.message}.`, {
      hint: "Correct the user and the password in DATABASE_URL.",
      cause,
    });
  }
  if (code === "3D000") {
    return new AppError("E_STORE", `PostgreSQL at ${host} has no database ${database}.`, {
      hint: "Create it (`createdb`), or correct its name in DATABASE_URL.",
      cause,
    });
  }
  if (code === "42501") {
    return new AppError("E_STORE", `${user} may not do this in the database ${shown}: ${cause.message}.`, {
      hint: "Let an administrator of the database give this user the right to create a schema in it, and all rights in the schema kralle.",
      cause,
    });
  }
  if (code === "53100") {
    return new AppError("E_DISK_FULL", `The disk of the database ${shown} is full; nothing was changed.`, {
      hint: "Free some space and try again.",
      cause,
    });
  }
  if (["55P03", "57014"].includes(code)) {
    return new AppError("E_STORE", `Another program keeps ${shown} locked.`, {
      hint: "Close the program that has the database open (a database viewer, a backup) and try again.",
      cause,
    });
  }
  if (code === "25006") {
    return new AppError("E_STORE", `The database ${shown} can only be read.`, {
      hint: "Name the server that takes changes in DATABASE_URL.",
      cause,
    });
  }
  if (code === "53300" || isLost(cause)) {
    return new AppError("E_STORE", `The database ${shown} cannot be reached: ${cause.message || code}.`, {
      hint: "Start PostgreSQL, or correct DATABASE_URL; what was stored is still there.",
      cause,
    });
  }
  return new AppError("E_STORE", `The database ${shown} failed: ${cause.message}.`, { cause });
}

/** The connection went amid a change: it may have happened, and it is not made again unseen. */
export function unknownOutcome(thrown: unknown, place: PostgresPlace): AppError {
  return new AppError(
    "E_STORE",
    `The connection to ${place.shown} broke while something was stored; whether it is there is not known.`,
    { hint: "Look whether it is there before you do it again.", cause: thrown, data: { outcome: "unknown" } },
  );
}
