/**
 * Every error that Kralle reports to a person or a program. `docs/errors.md` lists exactly these codes (a test compares).
 * `retryable` says whether the same call may succeed later without anybody changing anything.
 */
export const ERROR_CODES = {
  // input
  E_USAGE: { retryable: false, about: "The command line was not understood." },
  E_CONFIG: { retryable: false, about: "A setting has a wrong type or value; the message names its path." },
  E_INPUT: { retryable: false, about: "An argument of a call is invalid." },
  E_BUG: { retryable: false, about: "A fault of Kralle itself." },
  // who may come in
  E_NOT_SERVING: { retryable: false, about: "The gateway of this home is not running." },
  // home and store
  E_HOME_LOCKED: { retryable: true, about: "Another Kralle holds this home folder." },
  E_HOME_UNWRITABLE: { retryable: false, about: "The home folder cannot be written." },
  E_STORE: { retryable: false, about: "The database could not be opened, read or written." },
  E_DISK_FULL: { retryable: false, about: "Not enough free disk space." },
  E_NOTHING_TO_UNDO: { retryable: false, about: "There is no change that could be undone." },
  E_UNDO_CONFLICT: { retryable: false, about: "A file was changed after Kralle changed it; undoing would lose that." },
  // files
  E_NOT_FOUND: { retryable: false, about: "A file, folder, session or run does not exist." },
  E_OUTSIDE_WORKSPACE: { retryable: false, about: "A path leads outside the workspace, possibly through a link." },
  E_EXISTS: { retryable: false, about: "The target exists already and would be overwritten." },
  E_FILE_TOO_LARGE: { retryable: false, about: "A file is larger than the limit for reading it." },
  E_FILE_UNREADABLE: { retryable: false, about: "A file is binary, damaged, encrypted or of an unknown kind." },
  // models
  E_MODEL_UNKNOWN: { retryable: false, about: "No model of this name is known or installed." },
  E_MODEL_TOO_LARGE: { retryable: false, about: "The model needs more memory than this machine has free." },
  E_MODEL_CORRUPT: { retryable: false, about: "A model file is truncated, damaged or no GGUF." },
  E_MODEL_SOURCES: { retryable: true, about: "No source could deliver the model." },
  E_DIGEST_MISMATCH: { retryable: false, about: "A source delivered bytes with another SHA-256 than expected." },
  E_LICENCE: { retryable: false, about: "The model's licence has to be accepted first." },
  E_PULL_BUSY: { retryable: true, about: "Another process is fetching the same model." },
  E_PACK: { retryable: true, about: "The engine pack could not be installed." },
  E_ENGINE_START: { retryable: true, about: "The model engine could not be started." },
  E_ENGINE_DIED: { retryable: true, about: "The model engine ended while it was answering." },
  E_ENGINE_BROKEN: { retryable: false, about: "The model engine crashed repeatedly and is not restarted." },
  E_ENGINE_REMOTE: { retryable: true, about: "A model server cannot be reached, or its answer cannot be used." },
  E_PROMPT_TOO_LONG: {
    retryable: false,
    about: "The prompt does not fit the model's context; it is never cut silently.",
  },
  E_SCHEMA_OUTPUT: { retryable: true, about: "The model did not produce output that fits the schema." },
  E_TOOL_AMBIGUOUS: { retryable: true, about: "The model's text could be read as more than one tool call." },
  // agent
  E_CANCELLED: { retryable: true, about: "The work was cancelled." },
  E_BUDGET: { retryable: true, about: "The budget of steps, tokens or seconds ended first." },
  E_NOT_UNDERSTOOD: { retryable: false, about: "The request could not be turned into a plan." },
  E_REFUSED: { retryable: false, about: "The policy does not allow this here." },
  E_STOPPED: { retryable: false, about: "STOP holds: nothing is done outside until it is released." },
  E_EFFECT_FAILED: { retryable: false, about: "Something outside was not done, and that is certain." },
  E_EFFECT_UNKNOWN: { retryable: false, about: "It is not known whether something outside happened." },
  E_COMMAND: { retryable: false, about: "A program that was run ended with an error." },
  E_SANDBOX_MISSING: { retryable: false, about: "Commands need a sandbox, and none is installed." },
  E_SANDBOX_FAILED: { retryable: false, about: "The sandbox could not run the command." },
  E_SANDBOX_LIMIT: { retryable: false, about: "A sandboxed command exceeded its time, memory or output limit." },
  E_PLAN_INVALID: { retryable: false, about: "A plan does not fit the plan language." },
  E_QUERY: { retryable: false, about: "A query over a table is invalid." },
  // gateway
  E_UNAUTHENTICATED: { retryable: false, about: "A valid credential is missing." },
  E_FORBIDDEN: { retryable: false, about: "The credential does not give this right, or the request may not come in." },
  E_TOO_LARGE: { retryable: false, about: "What was sent is larger than what is taken at once." },
  E_TOO_MANY: { retryable: true, about: "Too much was asked in too short a time." },
  E_PORT_BUSY: { retryable: true, about: "Another program uses the port." },
  E_GATEWAY_GONE: { retryable: true, about: "The gateway ended while it worked on this." },
  E_PRIVACY_LOCK: { retryable: false, about: "The privacy lock is on, and this would have left the machine." },
  E_ACCOUNT: { retryable: false, about: "A connected account does not let Kralle in." },
  E_NETWORK: { retryable: true, about: "A network request failed." },
} as const satisfies Record<string, { retryable: boolean; about: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface AppErrorOptions {
  /** What the person can do next; one sentence. */
  hint?: string;
  cause?: unknown;
  /** Figures and names for programs; never secrets. */
  data?: Record<string, unknown>;
}

/** The one error type that crosses room boundaries. `message` says what happened and why, `hint` what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.hint = options.hint;
    this.retryable = ERROR_CODES[code].retryable;
    this.data = options.data;
  }
}

/** Turns anything thrown into an AppError; an AbortError becomes E_CANCELLED, a full disk E_DISK_FULL. */
export function toAppError(thrown: unknown, fallback: ErrorCode = "E_BUG"): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error.name === "AbortError") return new AppError("E_CANCELLED", "The work was cancelled.", { cause: error });
  const code = "code" in error ? String(error.code) : "";
  if (code === "ENOSPC") {
    return new AppError("E_DISK_FULL", "The disk is full.", { hint: "Free some space and try again.", cause: error });
  }
  return new AppError(fallback, error.message, { cause: error });
}
