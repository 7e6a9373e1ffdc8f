import { z } from "zod";
import { AppError, type Context, type Purpose } from "../../core/index.ts";
import type { OAuthClient, OAuthServer } from "./types.ts";

const given = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive().default(3_600),
  refresh_token: z.string().min(1).optional(),
});
export type GivenTokens = z.infer<typeof given>;

const failure = z.object({ error: z.string().max(100).catch("") });

const ANSWER_BYTES = 65_536;

/** A request to the token endpoint (RFC 6749, 4.1.3 and 6). E_ACCOUNT where the grant does not count any more, E_NETWORK else. */
export async function askForTokens(
  { token }: OAuthServer,
  client: OAuthClient,
  grant: Readonly<Record<string, string>>,
  purpose: Purpose,
  ctx: Context,
): Promise<GivenTokens> {
  const body = new URLSearchParams({
    ...grant,
    client_id: client.id,
    ...(client.secret === null ? {} : { client_secret: client.secret }),
  });
  const response = await ctx.net.for(purpose).fetch(token, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: body.toString(),
    signal: ctx.signal,
  });
  const said = toJson((await response.text()).slice(0, ANSWER_BYTES));
  const tokens = given.safeParse(said);
  if (response.ok && tokens.success) return tokens.data;
  const { error = "" } = failure.safeParse(said).data ?? {};
  if (response.status >= 500 || response.status === 429) {
    throw new AppError("E_NETWORK", `The server that signs in answered ${response.status}.`);
  }
  throw new AppError("E_ACCOUNT", `The server does not let Kralle in any more (${error || response.status}).`, {
    hint: "Connect the account again: kralle accounts connect",
  });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
