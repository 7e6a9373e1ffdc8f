import type { AccountView } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";
import type { AccountsCall } from "./index.ts";
import { showAccount, showPhase } from "./show.ts";

export async function list({ app, ctx, ui }: Session, { isJson }: AccountsCall): Promise<number> {
  const listed = await app.run("accounts", {}, {}, ctx);
  show(listed.accounts, isJson, ui);
  return EXIT.ok;
}

/** Exit code 1 when one of them does not work. */
export async function check({ app, ctx, ui }: Session, { account, isJson }: AccountsCall): Promise<number> {
  const hooks = { onEvent: (event: Parameters<typeof showPhase>[0]) => showPhase(event, ui) };
  const { accounts } = await app.run("checkAccounts", { account: account === "" ? null : account }, hooks, ctx);
  ui.err.status(null);
  show(accounts, isJson, ui);
  return accounts.every(({ trouble }) => trouble === null) ? EXIT.ok : EXIT.failed;
}

export const switchOn = (session: Session, call: AccountsCall): Promise<number> => turn(true, session, call);
export const switchOff = (session: Session, call: AccountsCall): Promise<number> => turn(false, session, call);

async function turn(isOn: boolean, { app, ctx, ui }: Session, { account, isJson }: AccountsCall): Promise<number> {
  const switched = await app.run("switchAccount", { account, isOn }, {}, ctx);
  const { accounts } = ui.texts;
  if (isJson) process.stdout.write(`${JSON.stringify(switched)}\n`);
  else ui.out.line(wrap((isOn ? accounts.on : accounts.off)(switched.name), ui.out.columns));
  return EXIT.ok;
}

function show(shown: readonly AccountView[], isJson: boolean, ui: Session["ui"]): void {
  if (isJson) process.stdout.write(`${JSON.stringify({ accounts: shown })}\n`);
  else if (shown.length === 0) ui.out.line(wrap(ui.texts.accounts.none, ui.out.columns));
  else for (const account of shown) showAccount(account, ui);
}
