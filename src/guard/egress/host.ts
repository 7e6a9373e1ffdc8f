import { isIP } from "node:net";
import { AppError } from "../../core/index.ts";
import { toSafeLine } from "../safe-text.ts";

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The one form of a host: small letters, an address without brackets, no dot at the end. Throws E_INPUT for what a resolver might read
 * otherwise than we do (NUL, zones, empty labels, numbers that are half an address).
 */
export function toHost(text: string): string {
  const host = text.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 && !host.includes("%")) return host;
  const labels = host.split(".");
  const isName = host.length <= 253 && labels.every((label) => LABEL.test(label));
  // "127.1" or "0x7f.0.0.1": some resolvers take them for addresses.
  if (!isName || /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "")) throw noHost(text);
  return host;
}

/** A whole number from 1 to 65535. */
export function toPort(port: number): number {
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new AppError("E_INPUT", "A port is no number between 1 and 65535.");
}

/** Names that mean this machine by standard (RFC 6761), whatever a resolver would say. */
export const isLocalName = (host: string): boolean => host === "localhost" || host.endsWith(".localhost");

/** An address for the web, checked in form. Throws E_INPUT: another protocol, a name and password inside, a strange host. */
export function toWebAddress(input: string | URL): URL {
  const text = String(input);
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new AppError("E_INPUT", `${shown(text)} is no address of the web.`, {
      hint: "An address begins with http:// or https://.",
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError("E_INPUT", `The address of ${shown(url.host)} holds a name or a password.`, {
      hint: "Leave them out of the address.",
    });
  }
  toHost(url.hostname);
  return url;
}

export const portOf = (url: URL): number => toPort(Number(url.port) || (url.protocol === "https:" ? 443 : 80));

const noHost = (text: string): AppError =>
  new AppError("E_INPUT", `${shown(text)} is no name or address of a machine.`, {
    hint: "Write the name without a dot at its end, or the whole address.",
  });

const shown = (text: string): string => JSON.stringify(toSafeLine(text).slice(0, 100));
