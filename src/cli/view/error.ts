import { AppError, toAppError } from "../../core/index.ts";
import type { Language } from "../language.ts";
import { ERRORS_DE, NEXT_EN } from "../texts/errors.ts";
import type { Texts } from "../texts/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import { createUi } from "../terminal/ui.ts";

export const EXIT = { ok: 0, failed: 1, usage: 2, cancelled: 130 } as const;

export interface ShownError {
  code: string;
  message: string;
  hint?: string | undefined;
  cause?: unknown;
}

/** Errors whose message is made where the language of the request is known. */
const LOCALISED = ["E_USAGE", "E_NOT_UNDERSTOOD"];
/** Errors whose hint names things that a general sentence cannot. */
const NAMING = ["E_MODEL_UNKNOWN", "E_MODEL_SOURCES", "E_PACK", "E_CONFIG", "E_DISK_FULL"];

/** Three short lines: what happened, why, what to do next. */
export function showError(error: ShownError, screen: Screen, texts: Texts, language: Language): void {
  const { style, columns } = screen;
  const { what, why, next } = toLines(error, language);
  const line = (label: string, text: string, paint: (text: string) => string): void =>
    screen.line(wrap(text, columns, "    ", paint(label)));
  line("✗ ", what, style.red);
  if (why !== "") line(`  ${texts.errors.cause}: `, why, style.dim);
  if (next !== "") line(`  ${texts.errors.next}: `, next, style.bold);
}

function toLines(error: ShownError, language: Language): { what: string; why: string; next: string } {
  const hint = error.hint ?? "";
  const cause = error.code === "E_CANCELLED" ? "" : causeOf(error);
  if (!isKnown(error.code)) return { what: error.message, why: cause, next: hint };
  const german = ERRORS_DE[error.code];
  if (language !== "de" || LOCALISED.includes(error.code)) {
    const general = language === "de" ? german.next : NEXT_EN[error.code];
    return { what: error.message, why: cause, next: hint === "" ? general : hint };
  }
  if (error.code === "E_CANCELLED") return { what: german.what, why: "", next: german.next };
  const next = NAMING.includes(error.code) && hint !== "" ? `${german.next} (${hint})` : german.next;
  return { what: german.what, why: error.message, next };
}

function isKnown(code: string): code is keyof typeof ERRORS_DE {
  return Object.hasOwn(ERRORS_DE, code);
}

/** The innermost cause, when it says something that the message does not. */
function causeOf({ message, cause }: ShownError): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const text = (inner instanceof Error ? inner.message : "").split("\n")[0]?.trim() ?? "";
  const errno = /^(E[A-Z]+): /.exec(text)?.[1];
  const isKnownCause = message.includes(text) || (errno !== undefined && message.includes(errno));
  const isNews = text !== "" && text.length < 200 && !text.startsWith("[") && !isKnownCause;
  return isNews ? text : "";
}

/**
 * Shows what ended the program and says its exit code. With `--json`, `ask` still prints one result object as its last
 * line, for the program that called it.
 */
export async function reportError(thrown: unknown, args: readonly string[], language: Language): Promise<number> {
  const ui = createUi(language, process.env);
  const error = toAppError(thrown);
  if (args[0] === "ask" && args.includes("--json")) {
    const { toFailedResult } = await import("../../app/index.ts");
    process.stdout.write(`${JSON.stringify(toFailedResult(error, "", 0))}\n`);
  }
  ui.err.status(null);
  showError(error, ui.err, ui.texts, language);
  if (process.env["KRALLE_DEBUG"]) ui.err.line(stackOf(error));
  return exitCodeOf(error.code);
}

function stackOf(error: AppError): string {
  const causes: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) causes.push(at.stack ?? String(at));
  return causes.join("\ncaused by ");
}

export function exitCodeOf(code: string): number {
  if (code === "E_USAGE") return EXIT.usage;
  return code === "E_CANCELLED" ? EXIT.cancelled : EXIT.failed;
}
