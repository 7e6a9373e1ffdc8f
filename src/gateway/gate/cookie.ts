import type { Facts } from "./facts.ts";

/** Browsers keep cookies by host, whatever the port: with it in the name, two gateways of one machine do not sign each other out. */
export function cookieName(port: number): string {
  return `kralle_session_${port}`;
}

/** With TLS the name says that it was set by this very host, encrypted, for all paths: browsers enforce that. */
const toName = (name: string, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);

const MAX_AGE_SECONDS = 365 * 24 * 3600;

/** The values of our cookie; more than one means that somebody else set one too. */
export function sessionCookies({ cookies }: Facts, name: string, isSecure: boolean): string[] {
  const wanted = toName(name, isSecure);
  return cookies
    .flatMap((header) => header.split(";"))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${wanted}=`))
    .map((pair) => pair.slice(wanted.length + 1));
}

/** No script reads it, no other site's page sends it. Empty: the browser forgets it. */
export function toSetCookie(name: string, value: string, isSecure: boolean): string {
  const age = value === "" ? 0 : MAX_AGE_SECONDS;
  const base = `${toName(name, isSecure)}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict`;
  return isSecure ? `${base}; Secure` : base;
}
