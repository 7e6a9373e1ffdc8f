import { AppError } from "../../core/index.ts";
import { toWebAddress } from "./host.ts";

/** One step of a request: what is sent where. */
export interface Hop {
  url: URL;
  method: string;
  headers: Headers;
  /** Bytes that can be sent again; null where there is no body. */
  body: Uint8Array | null;
}

export const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What may go along to another origin: how an answer is wanted, never who asks (a list, since nobody knows all names of credentials). */
const PLAIN = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "pragma",
  "range",
  "user-agent",
]);

export const isRedirect = (status: number, headers: Headers): boolean =>
  REDIRECTS.has(status) && headers.get("location") !== null;

/**
 * The next step after a redirect (fetch standard, HTTP-redirect fetch), stricter: another origin gets neither body nor any header that
 * might be a credential, and none from https to http. Throws E_REFUSED, E_INPUT, E_NETWORK.
 */
export function nextHop(hop: Hop, status: number, location: string): Hop {
  const target = URL.parse(location, hop.url.href);
  if (target === null) throw new AppError("E_NETWORK", `${hop.url.host} redirects to nowhere.`);
  const url = toWebAddress(target);
  if (hop.url.protocol === "https:" && url.protocol === "http:") {
    throw new AppError("E_REFUSED", `${hop.url.host} redirects to an address without encryption.`, {
      hint: "Use another source.",
    });
  }
  const asks = status === 303 ? hop.method !== "HEAD" : status < 303 && hop.method === "POST";
  const method = asks ? "GET" : hop.method;
  const body = asks ? null : hop.body;
  if (url.origin === hop.url.origin) return { url, method, body, headers: withoutBody(hop.headers, body) };
  if (body !== null || !["GET", "HEAD"].includes(method)) {
    throw new AppError("E_REFUSED", `${hop.url.host} wants what was sent to it to be sent to ${url.host}.`, {
      hint: "If that is the right server, name it in the settings.",
    });
  }
  const headers = new Headers([...hop.headers].filter(([name]) => PLAIN.has(name)));
  return { url, method, body, headers };
}

function withoutBody(headers: Headers, body: Uint8Array | null): Headers {
  if (body !== null) return headers;
  return new Headers([...headers].filter(([name]) => !name.startsWith("content-") && name !== "transfer-encoding"));
}
