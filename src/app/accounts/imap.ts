import { z } from "zod";
import { imapSettings, type ImapSettings } from "../../connectors/index.ts";
import type { AccountType, Opened } from "./types.ts";

/** Of what the check found. */
const found = z.object({ sent: z.string().nullable() });

const toAccess = ({ settings, secret, purpose }: Opened<ImapSettings>) => ({ settings, password: secret, purpose });

/** A mailbox behind IMAP and SMTP. */
export const imapAccount: AccountType<ImapSettings> = {
  settings: imapSettings,
  purpose: (id) => `mail:${id}`,
  places: ({ imap, smtp }) => [imap, smtp],
  needsSecret: true,
  async check(opened, onPhase, ctx) {
    const { account, settings, secret, purpose } = opened;
    const { checkImap, tryLogin } = await import("../../connectors/index.ts");
    await tryLogin(settings, secret, { purpose, onPhase }, ctx);
    onPhase("sent");
    return checkImap(toAccess(opened), account.address ?? (settings.user.includes("@") ? settings.user : null), ctx);
  },
  async connector(opened) {
    const { createImapConnector } = await import("../../connectors/index.ts");
    return createImapConnector(toAccess(opened));
  },
  adapters: {
    async "mail.send"({ account, settings, secret, purpose }) {
      const { createMailAdapter } = await import("../../connectors/index.ts");
      const sent = found.safeParse(account.check).data?.sent ?? null;
      const { user, smtp, imap, ca } = settings;
      return createMailAdapter({
        purpose,
        user,
        password: secret,
        smtp,
        ca,
        sent: sent === null ? null : { ...imap, mailbox: sent },
      });
    },
    async "mail.draft"(opened) {
      const { createDraftAdapter } = await import("../../connectors/index.ts");
      return createDraftAdapter(toAccess(opened));
    },
    async "mail.file"(opened) {
      const { createFilingAdapter } = await import("../../connectors/index.ts");
      return createFilingAdapter(toAccess(opened), opened.find ?? (() => Promise.resolve(null)));
    },
  },
};
