import { toSafeLine, type AccountEvent, type AccountView } from "../../../app/index.ts";
import { wrap } from "../../terminal/text.ts";
import type { Ui } from "../../terminal/ui.ts";
import { inLanguage } from "../../view/error.ts";

/** What is being tried, on the one line that is replaced. */
export function showPhase({ account, phase }: AccountEvent, { err, texts }: Ui): void {
  err.status(`${toSafeLine(account)}: ${texts.accounts.phases[phase]}`);
}

/** Its name and state, then what is wrong or what was noticed. */
export function showAccount(account: AccountView, { out, texts, format, language }: Ui): void {
  const { accounts } = texts;
  const { id, name, kind, address, state, effects, notes, trouble } = account;
  const shown = address === null || address === name ? name : `${name} (${address})`;
  const sends = effects["mail.send"];
  const told = [accounts.states[state], kind, ...(sends ? [accounts.promise[sends]] : []), id];
  out.line(wrap(toSafeLine(shown), out.columns, "  "));
  out.line(out.style.dim(wrap(`  ${told.join(" · ")}`, out.columns, "  ")));
  if (trouble) {
    const { message } = inLanguage({ message: trouble.message, hint: "" }, language);
    const time = format.dateTime(Date.parse(trouble.at));
    out.line(wrap(`  ${toSafeLine(message)} (${accounts.since(time)})`, out.columns, "  "));
  }
  for (const note of notes) out.line(out.style.dim(wrap(`  ${toSafeLine(note)}`, out.columns, "  ")));
}
