import { AppError } from "../../../core/index.ts";

const DEEPEST = 5;

/** Our own error, which providers wrap in theirs ("Failed to process successful response"); null when there is none. */
export function findInnerError(thrown: unknown): AppError | null {
  let at = thrown;
  for (let depth = 0; depth < DEEPEST && at instanceof Error; depth += 1) {
    if (at instanceof AppError) return at;
    at = at.cause;
  }
  return null;
}
