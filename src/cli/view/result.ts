import { toSafeLine, toSafeText, type AskResult } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { cut, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";
import { showError } from "./error.ts";

const MOST_SOURCES = 5;

/** The answer, what was changed, and where it comes from. */
export function showResult(result: AskResult, screen: Screen, ui: Ui): void {
  const { style, columns } = screen;
  showAnswer(result, screen, "");
  for (const { path, kind } of result.changed) {
    screen.line(wrap(`  ${ui.texts.work.changed[kind]}: ${style.bold(toSafeLine(path))}`, columns, "    "));
  }
  showSources(result, screen, ui);
}

/** The answer, unless all of it was shown as it came. */
export function showAnswer(result: AskResult, screen: Screen, streamed: string): void {
  const answer = toSafeText(result.answer).trim();
  if (result.ok && answer !== "" && answer !== streamed.trim()) screen.line(wrap(answer, screen.columns));
}

export function showSources(result: AskResult, screen: Screen, ui: Ui): void {
  const { texts } = ui;
  const { style, columns } = screen;
  const remembered = new Set(result.memories.map(({ id }) => id));
  const files = result.evidence.filter(({ path }) => !remembered.has(path));
  const paths = [...new Set(files.map(({ path }) => toSafeLine(path)))];
  if (paths.length > 0) {
    const rest = paths.length > MOST_SOURCES ? [texts.work.more(paths.length - MOST_SOURCES)] : [];
    const sources = [...paths.slice(0, MOST_SOURCES), ...rest].join(", ");
    screen.line(style.dim(wrap(`  ${texts.work.sources}: ${sources}`, columns, "    ")));
  }
  for (const { text } of result.memories.slice(0, MOST_SOURCES)) {
    screen.line(style.dim(cut(`  ${texts.memory.used}: ${toSafeLine(text)}`, columns)));
  }
}

/** Why a request was not done, with what it changed all the same. */
export function showFailure(result: AskResult, screen: Screen, ui: Ui): void {
  if (result.error) showError(result.error, screen, ui.texts, ui.language);
  if (result.changed.length > 0) screen.line(`  ${ui.texts.work.undoHint}`);
}

export function toUsageLine(result: AskResult, ui: Ui): string {
  return ui.texts.work.usage(result.model, ui.format.duration(result.usage.wallMs), result.steps);
}
