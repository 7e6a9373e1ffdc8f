import type { Context, Purpose } from "../../core/index.ts";
import { askForTokens } from "./ask.ts";
import type { OAuthClient, OAuthServer } from "./types.ts";

export interface TokenParts {
  server: OAuthServer;
  client: OAuthClient;
  refreshToken: string;
  purpose: Purpose;
  /** Some servers give another refresh token each time; the old one may end soon. Not called without a new one. */
  keep(refreshToken: string): Promise<void>;
}

/** Gives an access token that still counts for a while; asks for one when there is none. */
export interface Tokens {
  access(ctx: Context): Promise<string>;
  /** The other side refused it: the next `access` asks for another. */
  drop(accessToken: string): void;
}

const MARGIN_MS = 60_000;

export function createTokens(parts: TokenParts): Tokens {
  let { refreshToken } = parts;
  let held: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(ctx: Context): Promise<string> {
    const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
    const given = await askForTokens(parts.server, parts.client, grant, parts.purpose, ctx);
    if (given.refresh_token !== undefined && given.refresh_token !== refreshToken) {
      await parts.keep(given.refresh_token); // before it is used: else a crash leaves nothing that lets in
      refreshToken = given.refresh_token;
    }
    held = { token: given.access_token, until: ctx.clock.now() + given.expires_in * 1_000 - MARGIN_MS };
    return held.token;
  }

  return {
    access(ctx) {
      if (held !== null && ctx.clock.now() < held.until) return Promise.resolve(held.token);
      asking ??= ask(ctx).finally(() => (asking = null));
      return asking;
    },
    drop(token) {
      if (held?.token === token) held = null;
    },
  };
}
