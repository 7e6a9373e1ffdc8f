import type { OAuthServer, Tokens } from "../../connectors/index.ts";
import type { Opened } from "./types.ts";

/** Access tokens of an account that signs in at a server of others; what it is let in with is kept as that server renews it. */
export async function openTokens({
  settings,
  secret,
  purpose,
  keep,
}: Opened<{ clientId: string; signIn: OAuthServer }>): Promise<Tokens> {
  const { createTokens, oauthSecret } = await import("../../connectors/index.ts");
  const { clientSecret, refreshToken } = oauthSecret.parse(JSON.parse(secret));
  return createTokens({
    server: settings.signIn,
    client: { id: settings.clientId, secret: clientSecret },
    refreshToken,
    purpose,
    keep: (renewed) => keep(JSON.stringify({ clientSecret, refreshToken: renewed })),
  });
}
