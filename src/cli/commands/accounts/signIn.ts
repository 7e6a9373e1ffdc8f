import { join } from "node:path";
import { AppError } from "../../../core/index.ts";
import type { Session } from "../../run.ts";
import { openInBrowser } from "../../terminal/browser.ts";
import { readHidden } from "../../terminal/hidden.ts";
import { wrap } from "../../terminal/text.ts";
import { textOption } from "../../usage.ts";
import { tell } from "./connect.ts";
import type { AccountsCall } from "./index.ts";
import { showPhase } from "./show.ts";

const KINDS = { gmail: "gmail", outlook: "graph" } as const;

/** Connects a mailbox by signing in at its provider, in a browser on this machine. */
export async function signIn({ app, ctx, ui }: Session, { account, options, isJson }: AccountsCall): Promise<number> {
  const { accounts } = ui.texts;
  const kind = Object.hasOwn(KINDS, account) ? KINDS[account as keyof typeof KINDS] : null;
  const clientId = textOption(options, "clientId");
  if (kind === null || clientId === undefined) {
    throw new AppError("E_USAGE", accounts.signIn.missing, { hint: accounts.signIn.how });
  }
  const secret = await readHidden(accounts.signIn.ask, process.stderr, ctx.signal);
  const name = textOption(options, "name");
  let forget: (() => Promise<void>) | null = null;
  try {
    const connected = await app.run(
      "signInAccount",
      { kind, clientId, clientSecret: secret === "" ? null : secret, ...(name === undefined ? {} : { name }) },
      {
        onEvent(event) {
          if (event.type !== "signIn") return showPhase(event, ui);
          ui.err.line(wrap(accounts.signIn.open, ui.err.columns));
          ui.err.line(event.url); // whole, so that it can be clicked
          if (!process.stderr.isTTY) return;
          void openInBrowser(event.url, join(app.home, "run")).then((opened) => (forget = opened));
        },
      },
      ctx,
    );
    return tell(connected, accounts.connected(connected.name), isJson, ui);
  } finally {
    await (forget as (() => Promise<void>) | null)?.();
  }
}
