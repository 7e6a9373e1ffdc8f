import { maildirSettings, type MaildirSettings } from "../../connectors/index.ts";
import type { AccountType } from "./types.ts";

/** A mailbox that is a folder of this machine. */
export const maildirAccount: AccountType<MaildirSettings> = {
  settings: maildirSettings,
  purpose: (id) => `mail:${id}`,
  places: () => [],
  needsSecret: false,
  async check({ settings }, onPhase, ctx) {
    onPhase("folder");
    const { createMaildirConnector } = await import("../../connectors/index.ts");
    return createMaildirConnector(settings).check(ctx);
  },
  async connector({ settings }) {
    const { createMaildirConnector } = await import("../../connectors/index.ts");
    return createMaildirConnector(settings);
  },
  adapters: {
    async "mail.send"({ settings }) {
      const { createMaildirSender, createUnsendable } = await import("../../connectors/index.ts");
      return settings.keepsSent ? createMaildirSender(settings.path) : createUnsendable();
    },
    async "mail.file"({ settings, find }) {
      const { createMaildirFiling } = await import("../../connectors/index.ts");
      const mayFile = settings.keepsSent || settings.mayFile;
      return createMaildirFiling(settings.path, mayFile, find ?? (() => Promise.resolve(null)));
    },
  },
};
