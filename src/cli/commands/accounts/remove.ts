import type { Session } from "../../run.ts";
import { AppError } from "../../../core/index.ts";
import { confirm } from "../../terminal/confirm.ts";
import { wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";
import type { AccountsCall } from "./index.ts";

/** Says what goes with it, and asks. */
export async function remove({ app, ctx, ui }: Session, { account, options, isJson }: AccountsCall): Promise<number> {
  const { accounts } = ui.texts;
  const { account: found, goes } = await app.run("accountContents", { account }, {}, ctx);
  if (options["yes"] !== true) {
    ui.err.line(wrap(accounts.goes(found.name, goes.items), ui.err.columns));
    const isAsked = process.stdin.isTTY && process.stderr.isTTY;
    if (!isAsked || !(await confirm(accounts.sure, ui, process.stderr, ctx.signal))) {
      throw new AppError("E_USAGE", accounts.notSure, { hint: accounts.sayYes });
    }
  }
  const removed = await app.run("removeAccount", { account: found.id }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(removed)}\n`);
  else ui.out.line(wrap(accounts.removed(found.name), ui.out.columns));
  return EXIT.ok;
}
