import { isIP } from "node:net";
import { AppError, type CheckedAddress, type Endpoint, type Purpose } from "../../core/index.ts";
import { reachOf, type Reach } from "./address.ts";
import { isLocalName, toHost, toPort } from "./host.ts";
import type { Grant, Lookup } from "./types.ts";

/** What is asked for, in its one form. */
export interface Wish {
  purpose: Purpose | null;
  host: string;
  port: number;
  method: string;
  /** It comes out of a redirect of a grant that follows to any public server. */
  isFollowed: boolean;
}

export function toWish(purpose: Purpose | null, to: Endpoint, method: string, isFollowed = false): Wish {
  return { purpose, host: toHost(to.host), port: toPort(to.port), method, isFollowed };
}

const ASKING = new Set(["GET", "HEAD"]);

/** The grant that lets this through. Throws E_REFUSED where there is none. */
export function findGrant(wish: Wish, grants: readonly Grant[]): Grant {
  const { purpose, host, port, method } = wish;
  if (purpose === null) throw noPurpose(place(wish));
  const fitting = grants.filter((grant) => grant.purpose === purpose && grant.port === port && fits(grant.host, host));
  const found = fitting.toSorted((a, b) => rank(a) - rank(b))[0] ?? (wish.isFollowed ? followed(purpose, wish) : null);
  if (found === null) throw notGranted(wish);
  if (found.readOnly && !ASKING.has(method)) throw onlyAsking(wish);
  return found;
}

/** What a redirect opens for one step: asking a public server, nothing else. */
const followed = (purpose: Purpose, { host, port }: Wish): Grant => ({
  purpose,
  host,
  port,
  reach: "public",
  follows: "public",
  readOnly: true,
});

/** A place that was named counts before a pattern. */
const rank = ({ host, reach }: Grant): number => (host.includes("*") ? 2 : reach === "any" ? 0 : 1);

function fits(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  if (pattern.startsWith("*.")) return host.endsWith(pattern.slice(1)) && isIP(host) === 0;
  return pattern === host;
}

/**
 * The addresses that may be dialled for a wish. All answers of the name are looked at: one that may not be refuses them all, since a mixture
 * is how a name server is used against us. While locked, names are not asked for at all, and only this machine is left.
 */
export async function toAddresses(
  wish: Wish,
  grant: Grant,
  options: { lookup: Lookup; isLocked(): boolean },
): Promise<CheckedAddress[]> {
  const { host, port } = wish;
  const known = knownAddresses(host);
  if (known === null && options.isLocked()) throw locked(wish);
  const found = known ?? (await lookUp(host, options.lookup));
  const checked = found.map((address) => {
    const reach = reachOf(address);
    if (!isAllowed(reach, grant)) throw notPublic(wish, reach);
    // Asked after the name server answered: the lock may have come meanwhile.
    if (reach !== "loopback" && options.isLocked()) throw locked(wish);
    return { address, family: isIP(address) === 6 ? 6 : 4, port, serverName: host } as const;
  });
  if (checked.length === 0) throw new AppError("E_NETWORK", `${host} has no address.`, { hint: CHECK });
  return checked;
}

function knownAddresses(host: string): string[] | null {
  if (isIP(host) !== 0) return [host];
  return isLocalName(host) ? ["127.0.0.1", "::1"] : null;
}

async function lookUp(host: string, lookup: Lookup): Promise<string[]> {
  try {
    return await lookup(host);
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "ENOTFOUND";
    throw new AppError("E_NETWORK", `${host} could not be reached: its name is not known (${code}).`, {
      hint: CHECK,
      cause: thrown,
    });
  }
}

function isAllowed(reach: Reach, grant: Grant): boolean {
  return reach === "public" || (reach !== "never" && grant.reach === "any");
}

const CHECK = "Check the connection and try again.";
const place = ({ host, port }: Wish): string => `${host}:${port}`;

export const noPurpose = (what: string): AppError =>
  new AppError("E_REFUSED", `Nobody said what for ${what} is to be reached.`, {
    hint: "This is a fault of Kralle: nothing was sent.",
  });

const notGranted = (wish: Wish): AppError =>
  new AppError("E_REFUSED", `${place(wish)} may not be reached for ${wish.purpose}.`, {
    hint: "Where Kralle may go stands in docs/egress.md; `kralle egress` shows what was refused.",
    data: { host: wish.host, port: wish.port, purpose: wish.purpose },
  });

const onlyAsking = (wish: Wish): AppError =>
  new AppError("E_REFUSED", `Nothing may be sent to ${place(wish)} for ${wish.purpose}; it may only be asked.`, {
    hint: "Where Kralle may go stands in docs/egress.md.",
  });

const notPublic = (wish: Wish, reach: Reach): AppError =>
  new AppError("E_REFUSED", `${wish.host} leads to an address that is not public.`, {
    hint: "A server on this machine or in your network has to be named in the settings, with its port.",
    data: { host: wish.host, port: wish.port, purpose: wish.purpose, reach },
  });

export const locked = (wish: Pick<Wish, "host">): AppError =>
  new AppError("E_PRIVACY_LOCK", `The privacy lock is on: ${wish.host} is not reached.`, {
    hint: "`kralle privacy unlock` lets Kralle out again.",
  });
