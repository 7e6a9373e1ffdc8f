import type { OAuthSecret, OAuthServer, Tokens } from "../../connectors/index.ts";
import { AppError } from "../../core/index.ts";
import type { Opened } from "./types.ts";

/** Access tokens of an account that signs in at a server of others; what it is let in with is kept as that server renews it. */
export async function openTokens({
  settings,
  secret,
  purpose,
  keep,
}: Opened<{ clientId: string; signIn: OAuthServer }>): Promise<Tokens> {
  const { createTokens } = await import("../../connectors/index.ts");
  const { clientSecret, refreshToken } = await readSecret(secret);
  return createTokens({
    server: settings.signIn,
    client: { id: settings.clientId, secret: clientSecret },
    refreshToken,
    purpose,
    keep: (renewed) => keep(JSON.stringify({ clientSecret, refreshToken: renewed })),
  });
}

/** What the parsers say of a wrong one is not passed on: it quotes it. */
async function readSecret(secret: string): Promise<OAuthSecret> {
  const { oauthSecret } = await import("../../connectors/index.ts");
  const parsed = oauthSecret.safeParse(toJson(secret));
  if (parsed.success) return parsed.data;
  throw new AppError("E_ACCOUNT", "What this account is let in with is of another form.", {
    hint: "Sign in at the provider: remove the account, then connect it again.",
  });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
