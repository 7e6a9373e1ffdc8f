import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { AppError, type Context, type Purpose } from "../../core/index.ts";
import { askForTokens } from "./ask.ts";
import type { OAuthClient, OAuthServer } from "./types.ts";

/** A sign-in that has begun; nothing of it but `url` leaves the process. */
export interface SignIn {
  /** Where the person signs in, in their browser. */
  url: string;
  state: string;
  /** Of PKCE (RFC 7636): who intercepts the code can do nothing with it. */
  verifier: string;
  redirect: string;
}

/** Begins a sign-in with the authorization code flow and PKCE (RFC 6749, 7636), coming back to this machine (RFC 8252, 7.3). */
export function beginSignIn(server: OAuthServer, client: Pick<OAuthClient, "id">, redirect: string): SignIn {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(32).toString("base64url");
  const url = new URL(server.authorize);
  const query = {
    response_type: "code",
    client_id: client.id,
    redirect_uri: redirect,
    scope: server.scopes.join(" "),
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    access_type: "offline", // Google gives a refresh token only so, and only when asked for consent; others ignore both
    prompt: "consent",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, state, verifier, redirect };
}

/**
 * The refresh token for what the browser came back with. Throws E_REFUSED for an answer to another sign-in and where the person
 * declined, E_ACCOUNT where the server gives no token.
 */
export async function finishSignIn(
  signIn: SignIn,
  answer: URLSearchParams,
  server: OAuthServer,
  client: OAuthClient,
  purpose: Purpose,
  ctx: Context,
): Promise<{ refreshToken: string; accessToken: string }> {
  if (!isSame(answer.get("state"), signIn.state)) {
    throw new AppError("E_REFUSED", "The answer belongs to another sign-in.", { hint: "Begin it again." });
  }
  const code = answer.get("code");
  if (code === null) {
    throw new AppError("E_REFUSED", "The sign-in was declined.", { hint: "Begin it again, and agree to it." });
  }
  const given = await askForTokens(
    server,
    client,
    { grant_type: "authorization_code", code, redirect_uri: signIn.redirect, code_verifier: signIn.verifier },
    purpose,
    ctx,
  );
  if (given.refresh_token !== undefined) {
    return { refreshToken: given.refresh_token, accessToken: given.access_token };
  }
  throw new AppError("E_ACCOUNT", "The server lets Kralle in only for an hour.", {
    hint: "Remove Kralle among the connected apps of the account, then connect it again.",
  });
}

/** In constant time; nothing is the same as nothing given. */
export function isSame(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
