import type { Facts } from "./facts.ts";

const NAME = "kralle_session";
/** With TLS the name says that it was set by this very host, encrypted, for all paths: browsers enforce that. */
const SECURE_NAME = `__Host-${NAME}`;
const MAX_AGE_SECONDS = 365 * 24 * 3600;

/** The values of our cookie; more than one means that somebody else set one too. */
export function sessionCookies({ cookies }: Facts, isSecure: boolean): string[] {
  const wanted = isSecure ? SECURE_NAME : NAME;
  return cookies
    .flatMap((header) => header.split(";"))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${wanted}=`))
    .map((pair) => pair.slice(wanted.length + 1));
}

/** No script reads it, no other site's page sends it. Empty: the browser forgets it. */
export function toSetCookie(value: string, isSecure: boolean): string {
  const age = value === "" ? 0 : MAX_AGE_SECONDS;
  const base = `${isSecure ? SECURE_NAME : NAME}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict`;
  return isSecure ? `${base}; Secure` : base;
}
