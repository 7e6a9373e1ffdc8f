import { z } from "zod";
import { MICROSOFT } from "../../oauth/servers.ts";
import { secureUrl } from "../../secureUrl.ts";
import { oauthServer } from "../../oauth/types.ts";

/** Settings of a mailbox behind Microsoft Graph. */
export const graphSettings = z.strictObject({
  /** Of the owner's own registration: https://entra.microsoft.com */
  clientId: z.string().min(1).max(300),
  signIn: oauthServer.default(MICROSOFT),
  api: secureUrl.default("https://graph.microsoft.com"),
  /** How many days back the first reading goes; older mail is left alone. */
  days: z.int().min(0).max(3650).default(30),
});
export type GraphSettings = z.infer<typeof graphSettings>;
