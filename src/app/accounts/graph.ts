import { graphSettings, toApiPlaces, type GraphSettings } from "../../connectors/index.ts";
import { openTokens } from "./oauth.ts";
import type { AccountType } from "./types.ts";

/** A mailbox behind Microsoft Graph. */
export const graphAccount: AccountType<GraphSettings> = {
  settings: graphSettings,
  purpose: (id) => `mail:${id}`,
  places: toApiPlaces,
  needsSecret: true,
  async check(opened, onPhase, ctx) {
    onPhase("imap");
    const { settings, purpose } = opened;
    const { createGraphConnector } = await import("../../connectors/index.ts");
    const tokens = await openTokens(opened);
    return createGraphConnector({ ...settings, name: "Microsoft", tokens, purpose }).check(ctx);
  },
  async connector(opened) {
    const { settings, purpose } = opened;
    const { createGraphConnector } = await import("../../connectors/index.ts");
    return createGraphConnector({ ...settings, name: "Microsoft", tokens: await openTokens(opened), purpose });
  },
  adapters: {
    async "mail.send"(opened) {
      const { settings, purpose } = opened;
      const { createGraphSender } = await import("../../connectors/index.ts");
      return createGraphSender({ ...settings, name: "Microsoft", tokens: await openTokens(opened), purpose });
    },
  },
};
