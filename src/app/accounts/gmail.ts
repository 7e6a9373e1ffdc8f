import { gmailSettings, toApiPlaces, type GmailSettings } from "../../connectors/index.ts";
import { openTokens } from "./oauth.ts";
import type { AccountType } from "./types.ts";

/** A mailbox behind Gmail's API. */
export const gmailAccount: AccountType<GmailSettings> = {
  settings: gmailSettings,
  purpose: (id) => `mail:${id}`,
  places: toApiPlaces,
  needsSecret: true,
  async check(opened, onPhase, ctx) {
    onPhase("imap");
    const { settings, purpose } = opened;
    const { createGmailConnector } = await import("../../connectors/index.ts");
    const tokens = await openTokens(opened);
    return createGmailConnector({ ...settings, name: "Gmail", tokens, purpose }).check(ctx);
  },
  async connector(opened) {
    const { settings, purpose } = opened;
    const { createGmailConnector } = await import("../../connectors/index.ts");
    return createGmailConnector({ ...settings, name: "Gmail", tokens: await openTokens(opened), purpose });
  },
  adapters: {
    async "mail.send"(opened) {
      const { settings, purpose } = opened;
      const { createGmailSender } = await import("../../connectors/index.ts");
      return createGmailSender({ ...settings, name: "Gmail", tokens: await openTokens(opened), purpose });
    },
  },
};
