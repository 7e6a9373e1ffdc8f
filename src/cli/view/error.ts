import type { AskResult } from "../../app/index.ts";
import { AppError, toAppError } from "../../core/index.ts";
import type { Language } from "../language.ts";
import type { Texts } from "../texts/index.ts";
import { NEXT_DE, NEXT_EN } from "../texts/errors.ts";
import { toGerman } from "../texts/translate.ts";
import type { Screen } from "../terminal/screen.ts";
import { wrap } from "../terminal/text.ts";
import { createUi } from "../terminal/ui.ts";
import { EXIT } from "./exit.ts";

export interface ShownError {
  code: string;
  message: string;
  hint?: string | undefined;
  cause?: unknown;
}

/** Three short lines: what happened, why, what to do next. */
export function showError(error: ShownError, screen: Screen, texts: Texts, language: Language): void {
  const { style, columns } = screen;
  const { what, why, next } = toLines(error, texts, language);
  const line = (label: string, text: string, paint: (text: string) => string): void =>
    screen.line(wrap(text, columns, "    ", paint(label)));
  line("✗ ", what, style.red);
  if (why !== "") line(`  ${texts.errors.cause}: `, why, style.dim);
  if (next !== "") line(`  ${texts.errors.next}: `, next, style.bold);
}

function toLines(error: ShownError, texts: Texts, language: Language): { what: string; why: string; next: string } {
  const { message, hint } = inLanguage(error, language);
  const cause = error.code === "E_CANCELLED" ? "" : causeOf(error);
  const general = language === "de" ? NEXT_DE : NEXT_EN;
  const next = hint === "" && isKnown(error.code) ? general[error.code] : hint;
  if (language !== "de") return { what: message, why: cause, next };
  if (error.code === "E_BUG") return { what: texts.errors.bug, why: error.message, next: general.E_BUG };
  return { what: message, why: toGerman(cause) ?? "", next };
}

/**
 * The message and hint of an error in the language of the person. Errors are thrown in English, but for those that answer
 * a request in its own language: they have no translation and need none.
 */
export function inLanguage(
  { message, hint = "" }: Pick<ShownError, "message" | "hint">,
  language: Language,
): { message: string; hint: string } {
  if (language !== "de") return { message, hint };
  return { message: toGerman(message) ?? message, hint: toGerman(hint) ?? hint };
}

/** A result as a program gets it: where the person reads German, so is the text of its error; codes never change. */
export function resultInLanguage(result: AskResult, language: Language): AskResult {
  if (result.error === null) return result;
  const { message, hint } = result.error;
  const toAnswer = (error: { message: string; hint: string }): string => `${error.message} ${error.hint}`.trim();
  const shown = inLanguage({ message, hint }, language);
  const answer = result.answer === toAnswer({ message, hint }) ? toAnswer(shown) : result.answer;
  return { ...result, answer, error: { ...result.error, ...shown } };
}

function isKnown(code: string): code is keyof typeof NEXT_EN {
  return Object.hasOwn(NEXT_EN, code);
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
 * Shows what ended the program and says its exit code. With `--json` there is still one document for the program that
 * called it: of `ask` its result object, of all others `{ ok, error }`.
 */
export async function reportError(thrown: unknown, args: readonly string[], language: Language): Promise<number> {
  const ui = createUi(language, process.env);
  const error = toAppError(thrown);
  if (args.includes("--json")) {
    const document =
      args[0] === "ask" ? await failedAsk(error, language) : { ok: false, error: toObject(error, language) };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
  ui.err.status(null);
  showError(error, ui.err, ui.texts, language);
  if (process.env["KRALLE_DEBUG"]) ui.err.line(stackOf(error));
  return exitCodeOf(error.code);
}

async function failedAsk(error: AppError, language: Language): Promise<AskResult> {
  const { toFailedResult } = await import("../../app/index.ts");
  return resultInLanguage(toFailedResult(error, "", 0), language);
}

function toObject(error: AppError, language: Language): { code: string; message: string; hint: string } {
  return { code: error.code, ...inLanguage(error, language) };
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
