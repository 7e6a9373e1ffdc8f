import { AppError } from "../../core/index.ts";

/** What is wrong with a skill, in words for whoever wrote it. */
export function unusable(fault: string, cause?: unknown): AppError {
  return new AppError("E_INPUT", fault, { cause });
}
