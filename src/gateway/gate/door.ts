import { isIP } from "node:net";
import { AppError, type Config } from "../../core/index.ts";
import { cookieName } from "./cookie.ts";

export type GatewaySettings = Config["gateway"];

/** Under which names one port may be reached. */
export interface Door {
  /** By the value of Host: the one origin that pages under this name have. */
  origins: ReadonlyMap<string, string>;
  /** The one peer that may set forwarding headers. Nothing is ever decided by their values. */
  trustedProxy: string | null;
  /** Other machines reach it unencrypted: only the proxy may. */
  isPlain: boolean;
  /** Name of the cookie that a signed-in browser shows here. */
  cookie: string;
}

const LOOPBACK_NAMES = ["127.0.0.1", "[::1]", "localhost"];

/** `port` is the one that is really listened on. */
export function createDoor({ host, publicNames, trustedProxy, tls }: GatewaySettings, port: number): Door {
  const origins = new Map<string, string>();
  const add = (name: string, at: number, scheme: "http" | "https"): void => {
    const isUsual = at === (scheme === "http" ? 80 : 443);
    const origin = `${scheme}://${name}${isUsual ? "" : `:${at}`}`;
    origins.set(`${name}:${at}`, origin);
    if (isUsual) origins.set(name, origin);
  };
  const scheme = tls === undefined ? "http" : "https";
  const own = isWildcard(host) ? [] : [toHostName(host)];
  for (const name of new Set([...LOOPBACK_NAMES, ...own])) add(name, port, scheme);
  // Who has a name of his own comes encrypted: by our certificate, or by that of the proxy before us.
  const isBehindProxy = trustedProxy !== undefined;
  const publicScheme = tls !== undefined || isBehindProxy ? "https" : "http";
  for (const name of publicNames) {
    const [, bare = name, at] = /^(.*?)(?::(\d+))?$/.exec(name) ?? [];
    add(bare, at === undefined ? (isBehindProxy ? 443 : port) : Number(at), publicScheme);
  }
  return {
    origins,
    trustedProxy: trustedProxy === undefined ? null : toCanonical(trustedProxy),
    isPlain: tls === undefined && !isLoopback(host),
    cookie: cookieName(port),
  };
}

/** Where a person on this machine finds it. */
export function toUrl({ host, tls }: GatewaySettings, port: number): string {
  return `${tls === undefined ? "http" : "https"}://${isWildcard(host) ? "127.0.0.1" : toHostName(host)}:${port}`;
}

const isWildcard = (host: string): boolean => ["0.0.0.0", "::"].includes(toCanonical(host));

/** Throws E_CONFIG where others could reach the gateway and read along. */
export function requireSafeBinding({ host, allowNetwork, tls, trustedProxy }: GatewaySettings): void {
  if (isLoopback(host)) return;
  if (!allowNetwork) {
    throw new AppError("E_CONFIG", `gateway.host is ${host}: other machines could reach Kralle.`, {
      hint: "Leave it at 127.0.0.1; or set gateway.allowNetwork, with gateway.tls or gateway.trustedProxy.",
    });
  }
  if (tls === undefined && trustedProxy === undefined) {
    throw new AppError("E_CONFIG", `gateway.host is ${host}: what is sent there could be read on the way.`, {
      hint: "Set gateway.tls (certificate and key), or gateway.trustedProxy (the address of a proxy that encrypts).",
    });
  }
}

/** An address in the form in which two of the same are equal: small, short, and IPv4 in IPv6 as IPv4. */
export function toCanonical(address: string): string {
  const bare = address
    .replace(/^\[|\]$/g, "")
    .replace(/%.*$/, "")
    .toLowerCase();
  if (isIP(bare) !== 6) return bare;
  const short = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return short;
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join(".");
}

export function isLoopback(host: string): boolean {
  const bare = toCanonical(host);
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}

function toHostName(host: string): string {
  const bare = toCanonical(host);
  return isIP(bare) === 6 ? `[${bare}]` : bare;
}
