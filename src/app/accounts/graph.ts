import { graphSettings } from "../../connectors/index.ts";
import { apiMailbox } from "./apiMailbox.ts";

/** A mailbox behind Microsoft Graph. */
export const graphAccount = apiMailbox("Microsoft", graphSettings, async () => {
  const { createGraphConnector, createGraphFiling, createGraphSender } = await import("../../connectors/index.ts");
  return { connector: createGraphConnector, sender: createGraphSender, filing: createGraphFiling };
});
