import { AppError, ERROR_CODES, toAppError, type ErrorCode } from "../../core/index.ts";

// `dbosErrorCode` of dist/src/error.js of DBOS 5.3.0; the classes themselves are not to be had without loading it.
const DBOS = {
  lost: 5,
  notFound: 16,
  gaveUp: 18,
  otherWorkflow: 22,
  attemptsFailed: 23,
  cancelled: 24,
  awaitedCancelled: 27,
  awaitedGaveUp: 30,
} as const;

/** What the engine threw, or read back from the record, as the AppError that the seam promises. */
export function toFailure(thrown: unknown, id: string): AppError {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error)) return toAppError(thrown);
  switch (dbosCodeOf(thrown)) {
    case DBOS.lost:
      return lostError(id, thrown);
    case DBOS.cancelled:
    case DBOS.awaitedCancelled:
      return new AppError("E_CANCELLED", `The work ${id} was cancelled.`, { cause: thrown });
    case DBOS.notFound:
      return notFoundError(id, thrown);
    case DBOS.gaveUp:
    case DBOS.awaitedGaveUp:
      return new AppError("E_BUG", `The work ${id} was given up: Kralle ended during it again and again.`, {
        hint: "Look into logs/kralle.log for what ended it, and report it.",
        cause: thrown,
      });
    case DBOS.otherWorkflow:
      return new AppError("E_INPUT", `There is work ${id} of another kind already.`, { cause: thrown });
    case DBOS.attemptsFailed:
      return toLastFailure(thrown, id);
    default:
      return toRecorded(thrown);
  }
}

export function notFoundError(id: string, cause?: unknown): AppError {
  return new AppError("E_NOT_FOUND", `There is no work ${id}.`, { cause });
}

export function lostError(id: string, cause?: unknown): AppError {
  return new AppError("E_CANCELLED", `The work ${id} goes on elsewhere: another process has taken it over.`, {
    cause,
    data: { lost: true },
  });
}

/** The engine must see its own error again, or it would take a run that was cancelled, or taken over, for a failed one. */
export function toEngineError(thrown: unknown): unknown {
  const cause = thrown instanceof AppError ? thrown.cause : undefined;
  const code = dbosCodeOf(cause);
  return code === DBOS.cancelled || code === DBOS.lost ? cause : thrown;
}

function toLastFailure(thrown: Error, id: string): AppError {
  const errors = "errors" in thrown && Array.isArray(thrown.errors) ? thrown.errors : [];
  return errors.length === 0 ? toAppError(thrown) : toFailure(errors.at(-1), id);
}

/** An error is recorded with its own properties and read back as a plain Error. */
function toRecorded(thrown: Error & { code?: unknown; hint?: unknown; data?: unknown }): AppError {
  const { code, hint, data } = thrown;
  if (!isErrorCode(code)) return toAppError(thrown);
  return new AppError(code, thrown.message, {
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof data === "object" && data !== null ? { data: { ...data } } : {}),
    cause: thrown,
  });
}

function dbosCodeOf(thrown: unknown): unknown {
  return typeof thrown === "object" && thrown !== null && "dbosErrorCode" in thrown ? thrown.dbosErrorCode : undefined;
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}
