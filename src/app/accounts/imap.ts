import { imapSettings, type ImapSettings } from "../../connectors/index.ts";
import type { AccountType } from "./types.ts";

/** A mailbox behind IMAP and SMTP. */
export const imapAccount: AccountType<ImapSettings> = {
  settings: imapSettings,
  purpose: (id) => `mail:${id}`,
  places: ({ imap, smtp }) => [imap, smtp],
  needsSecret: true,
  async check({ account, settings, secret, purpose }, onPhase, ctx) {
    const { tryLogin } = await import("../../connectors/index.ts");
    await tryLogin(settings, secret, { purpose, onPhase }, ctx);
    return { address: account.address ?? settings.user, effects: { "mail.send": "neither" }, notes: [] };
  },
  adapters: {
    async "mail.send"({ account, settings, secret }) {
      const { createMailAdapter } = await import("../../connectors/index.ts");
      return createMailAdapter({
        name: account.id,
        user: settings.user,
        password: secret,
        smtp: settings.smtp,
        sent: null,
      });
    },
  },
};
