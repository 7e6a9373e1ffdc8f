import { z } from "zod";
import { GOOGLE } from "../../oauth/servers.ts";
import { secureUrl } from "../../secureUrl.ts";
import { oauthServer } from "../../oauth/types.ts";

/** Settings of a mailbox behind Gmail's API. */
export const gmailSettings = z.strictObject({
  /** Of the owner's own project: https://console.cloud.google.com/apis/credentials */
  clientId: z.string().min(1).max(300),
  signIn: oauthServer.default(GOOGLE),
  api: secureUrl.default("https://gmail.googleapis.com"),
  /** How many days back the first reading goes; older mail is left alone. */
  days: z.int().min(0).max(3650).default(30),
});
export type GmailSettings = z.infer<typeof gmailSettings>;
