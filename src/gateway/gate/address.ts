import type { Refusal } from "../types.ts";
import { isLoopback, toCanonical, type Door } from "./door.ts";
import type { Facts } from "./facts.ts";
import { GATE_LIMITS } from "./limits.ts";

const SAFE = new Set(["GET", "HEAD"]);

export const isSafe = (method: string): boolean => SAFE.has(method);

/**
 * Whether a request may come from where it comes and go where it wants to, by its head alone. Browsers let any page send
 * requests here and open sockets; what they do not let a page do is to lie about Host, Origin and Sec-Fetch-Site. So each
 * is compared whole, and a request that names another address or comes from another origin than its own is refused
 * before anything of it is parsed. A program sends no Origin; what it is allowed is decided by its token.
 */
export function checkAddress(facts: Facts, door: Door): Refusal | null {
  const { hosts, origins, fetchSites, target, forwarded } = facts;
  const no = (log: string, status: Refusal["status"] = 403): Refusal => ({ status, log });
  if (facts.headers > GATE_LIMITS.headers) return no("headers", 431);
  // Only "/path": no absolute form, no "*", and no "//host" that something behind could read as an address.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(target) || target.includes("\\")) return no("target", 400);
  const [host] = hosts;
  if (host === undefined || host === "") return no("host missing", 400);
  if (hosts.length > 1) return no("host twice", 400);
  const own = door.origins.get(host);
  if (own === undefined) return no("host", 421);
  const isByProxy = door.trustedProxy !== null && toCanonical(facts.peer) === door.trustedProxy;
  if (forwarded.length > 0 && !isByProxy) return no("forwarded");
  if (door.isPlain && !isByProxy && !isLoopback(facts.peer)) return no("past the proxy");
  if (origins.length > 1) return no("origin twice", 400);
  if (origins[0] !== undefined && origins[0] !== own) return no("origin");
  if (fetchSites.length > 1) return no("fetch site twice", 400);
  return isFromElsewhere(facts) ? no("fetch site") : null;
}

/** Of what other pages may cause, only following a link to one of our pages is allowed, never a call of the interface. */
function isFromElsewhere({ fetchSites: [site], fetchModes, fetchDests, method, target }: Facts): boolean {
  if (site === undefined || site === "same-origin" || site === "none") return false;
  const isLink = method === "GET" && fetchModes[0] === "navigate" && fetchDests[0] === "document";
  return !isLink || /^\/(?:api|v1)(?:[/?]|$)/.test(target);
}
