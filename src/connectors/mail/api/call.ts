import { AppError, type Context, type Purpose } from "../../../core/index.ts";
import type { Tokens } from "../../oauth/tokens.ts";

export interface ApiParts {
  /** How the other side is called, for a person. */
  name: string;
  tokens: Tokens;
  purpose: Purpose;
}

/** A request to a mail API with the account's own right; `json` is sent as the body. */
export interface ApiRequest {
  method?: "GET" | "POST" | "PATCH";
  url: string;
  json?: unknown;
  /** As it is, with its media type. */
  body?: { type: string; bytes: string };
  headers?: Readonly<Record<string, string>>;
}

/** Calls with an access token; one that was refused is renewed once. The answer may be any status but 401. */
export async function callApi({ tokens, purpose }: ApiParts, request: ApiRequest, ctx: Context): Promise<Response> {
  const { method = "GET", url, json, body, headers } = request;
  for (let again = false; ; again = true) {
    const token = await tokens.access(ctx);
    const response = await ctx.net.for(purpose).fetch(url, {
      method,
      redirect: "manual",
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(body === undefined ? {} : { "content-type": body.type }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body === undefined ? {} : { body: body.bytes }),
      signal: ctx.signal,
    });
    if (response.status !== 401) return response;
    await response.body?.cancel();
    tokens.drop(token);
    if (again) {
      throw new AppError("E_ACCOUNT", "The server does not let Kralle in any more.", {
        hint: "Connect the account again: kralle accounts connect",
      });
    }
  }
}

/** For reading: E_NETWORK, retryable, where the server is busy or ill; E_ACCOUNT where this is not allowed; null for 404 and 410. */
export async function readApi(parts: ApiParts, request: ApiRequest, ctx: Context): Promise<Response | null> {
  const response = await callApi(parts, request, ctx);
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return null;
  if (response.status === 403) {
    throw new AppError("E_ACCOUNT", `${parts.name} does not allow this to Kralle.`, {
      hint: "Connect the account again, and agree to everything that is asked for.",
    });
  }
  throw new AppError("E_NETWORK", `${parts.name} answered ${response.status}.`);
}
