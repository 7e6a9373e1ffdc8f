import { z } from "zod";
import { secureUrl } from "../secureUrl.ts";

/** Where somebody signs in and where tokens are given (RFC 6749, section 3). */
export const oauthServer = z.strictObject({
  authorize: secureUrl,
  token: secureUrl,
  scopes: z.array(z.string()).min(1),
});
export type OAuthServer = z.infer<typeof oauthServer>;

/**
 * The program as the other side knows it: the owner registers one of his own. A secret of a program on somebody's own machine keeps nothing
 * secret (RFC 8252, section 8.5), but some servers ask for it.
 */
export interface OAuthClient {
  id: string;
  secret: string | null;
}

/** What an account is let in with; sealed as JSON. */
export const oauthSecret = z.strictObject({
  clientSecret: z.string().max(500).nullable(),
  refreshToken: z.string().min(1).max(8_192),
});
export type OAuthSecret = z.infer<typeof oauthSecret>;
