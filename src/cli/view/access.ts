import type { CredentialView } from "../../app/index.ts";
import { toSafeLine } from "../../app/index.ts";
import type { Screen } from "../terminal/screen.ts";
import { toColumns, wrap } from "../terminal/text.ts";
import type { Ui } from "../terminal/ui.ts";

/** Tokens or devices as a table, and below it at which of them somebody guesses. Names of devices are foreign text. */
export function showCredentials(list: readonly CredentialView[], none: string, screen: Screen, ui: Ui): void {
  const { access } = ui.texts;
  if (list.length === 0) return screen.line(wrap(none, screen.columns));
  const time = (iso: string | null): string => (iso === null ? access.never : ui.format.dateTime(Date.parse(iso)));
  const rows = list.map(({ id, name, scope, state, used, expires }) => {
    return [id, toSafeLine(name), scope, access.states[state], time(used), time(expires)];
  });
  toColumns([access.headings, ...rows]).forEach((line, at) => screen.line(at === 0 ? screen.style.dim(line) : line));
  for (const { name, guesses, state } of list) {
    if (guesses === null || state !== "live") continue;
    const text = access.guessed(toSafeLine(name), guesses.total, time(guesses.last));
    screen.line(screen.style.yellow(wrap(text, screen.columns)));
  }
}
