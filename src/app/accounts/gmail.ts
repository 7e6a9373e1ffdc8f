import { gmailSettings } from "../../connectors/index.ts";
import { apiMailbox } from "./apiMailbox.ts";

/** A mailbox behind Gmail's API. */
export const gmailAccount = apiMailbox("Gmail", gmailSettings, async () => {
  const { createGmailConnector, createGmailFiling, createGmailSender } = await import("../../connectors/index.ts");
  return { connector: createGmailConnector, sender: createGmailSender, filing: createGmailFiling };
});
