import { createHash, randomBytes } from "node:crypto";
import type { Answer } from "../http.ts";

export interface SignInServer {
  /** What a browser that agreed comes back with. Throws where the request to sign in is not whole. */
  agree(url: string): URLSearchParams;
  /** The token endpoint (RFC 6749, 3.2). */
  token(form: Readonly<Record<string, string>>): Answer;
  isGood(authorization: string | undefined): boolean;
  /** All access tokens end, as they do after an hour. */
  expire(): void;
  /** The owner takes the right back. */
  revoke(): void;
  /** How many access tokens were given. */
  readonly given: number;
}

/** Signs one client in, with PKCE; each refresh token is good until a later one of its sign-in was used. */
export function createSignIn(client: { id: string; secret: string }): SignInServer {
  const codes = new Map<string, { challenge: string; redirect: string }>();
  const access = new Set<string>();
  /** By token: the sign-in that it goes back to. */
  const refresh = new Map<string, number>();
  let signIns = 0;
  let given = 0;
  const word = (): string => randomBytes(24).toString("base64url");
  const no = (error: string): Answer => ({ status: 400, body: { error } });
  const give = (family: number): Answer => {
    const [token, next] = [word(), word()];
    access.add(token);
    refresh.set(next, family);
    given += 1;
    return {
      status: 200,
      body: { access_token: token, refresh_token: next, token_type: "Bearer", expires_in: 3_600 },
    };
  };
  return {
    agree(address) {
      const query = new URL(address).searchParams;
      const challenge = query.get("code_challenge");
      const redirect = query.get("redirect_uri");
      const isWhole =
        query.get("response_type") === "code" &&
        query.get("client_id") === client.id &&
        query.get("code_challenge_method") === "S256";
      if (!isWhole || challenge === null || redirect === null) throw new Error("no request to sign in");
      const code = word();
      codes.set(code, { challenge, redirect });
      return new URLSearchParams({ code, state: query.get("state") ?? "" });
    },
    token(form) {
      if (form["client_id"] !== client.id || form["client_secret"] !== client.secret) return no("invalid_client");
      if (form["grant_type"] === "refresh_token") {
        const old = form["refresh_token"] ?? "";
        const family = refresh.get(old);
        if (family === undefined) return no("invalid_grant");
        for (const [other, its] of refresh) if (its === family && other !== old) refresh.delete(other);
        return give(family);
      }
      const code = codes.get(form["code"] ?? "");
      codes.delete(form["code"] ?? "");
      const proof = createHash("sha256")
        .update(form["code_verifier"] ?? "")
        .digest("base64url");
      if (!code || code.challenge !== proof || code.redirect !== form["redirect_uri"]) return no("invalid_grant");
      return give((signIns += 1));
    },
    isGood: (authorization) => access.has((authorization ?? "").replace(/^Bearer /, "")),
    expire: () => access.clear(),
    revoke() {
      access.clear();
      refresh.clear();
    },
    get given() {
      return given;
    },
  };
}
