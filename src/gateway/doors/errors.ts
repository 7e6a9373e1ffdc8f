import { AppError, type ErrorCode } from "../../core/index.ts";
import { statusOf } from "../answer.ts";
import type { Dialect } from "./types.ts";

/** What clients of OpenAI look at. */
const CODES: Partial<Record<ErrorCode, string>> = {
  E_MODEL_UNKNOWN: "model_not_found",
  E_PROMPT_TOO_LONG: "context_length_exceeded",
  E_UNAUTHENTICATED: "invalid_api_key",
  E_TOO_MANY: "rate_limit_exceeded",
};

/** As for our own routes, but for what these clients know as the fault of a request. */
export function doorStatusOf(error: AppError): number {
  return error.code === "E_PROMPT_TOO_LONG" ? 400 : statusOf(error);
}

/** The form in which the clients of each dialect expect an error, with what a person can do next. */
export function toDoorError(dialect: Dialect, error: AppError): unknown {
  const told = error.code === "E_BUG" ? new AppError("E_BUG", "A fault of Kralle; its log says more.") : error;
  const message = told.hint === undefined ? told.message : `${told.message} ${told.hint}`;
  if (dialect === "ollama") return { error: message, code: told.code };
  const status = doorStatusOf(told);
  const type = status === 401 ? "authentication_error" : status < 500 ? "invalid_request_error" : "server_error";
  return { error: { message, type, param: null, code: CODES[told.code] ?? told.code } };
}
