import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { connectAccount as connect } from "../accounts/connect.ts";
import { toTyped } from "../accounts/kinds.ts";
import { accountName } from "../accounts/name.ts";
import { toView, type AccountView } from "../accounts/view.ts";
import { defineCommand } from "../command.ts";
import type { AccountEvent } from "./accounts.ts";

/** Where the person signs in: shown to them, and opened in their browser where there is one. */
export interface SignInEvent {
  type: "signIn";
  url: string;
}

const input = z.object({
  kind: z.enum(["gmail", "graph"]),
  /** Without it, the account's address. */
  name: accountName.optional(),
  /** Of the program that the owner registered there. */
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().max(500).nullable().default(null),
  settings: z.record(z.string(), z.unknown()).default({}),
  by: z.string().min(1).default("owner"),
});

const PURPOSE = "mail:sign-in";
const SAID =
  "Kralle is connected. This page can be closed.\n\nKralle ist verbunden. Diese Seite kann geschlossen werden.\n";

/** Connects a mailbox whose owner signs in at its provider, in a browser on this machine. */
export const signInAccount = defineCommand<typeof input, AccountView, AccountEvent | SignInEvent>({
  about: "connects a mailbox by signing in at its provider",
  input,
  async run({ kind, name, clientId, clientSecret, settings: more, by }, { services, emit, ctx }) {
    await services.hold();
    const { beginSignIn, finishSignIn, oauthServer, openCallback } = await import("../../connectors/index.ts");
    const settings = { ...more, clientId };
    const typed = toTyped({ kind, settings });
    const server = oauthServer.parse((typed.settings as { signIn: unknown }).signIn);
    const client = { id: clientId, secret: clientSecret };
    const callback = await openCallback(SAID);
    try {
      const signIn = beginSignIn(server, client, callback.redirect);
      emit({ type: "signIn", url: signIn.url });
      const answer = await callback.answer(signIn.state, ctx);
      const finish = () => finishSignIn(signIn, answer, server, client, PURPOSE, ctx);
      const places = typed.type.places(typed.settings);
      const { accountGrants } = services;
      if (!accountGrants) throw new AppError("E_BUG", "Accounts cannot be reached from here.");
      const { refreshToken } = await accountGrants.during(PURPOSE, places, finish);
      const wish = { kind, name: name ?? "", address: null, settings, by };
      const secret = JSON.stringify({ clientSecret, refreshToken });
      const onPhase = (phase: AccountEvent["phase"]): void => emit({ type: "check", account: name ?? kind, phase });
      return toView(await connect({ ...wish, secret }, null, services, onPhase, ctx));
    } finally {
      callback.close();
    }
  },
});
