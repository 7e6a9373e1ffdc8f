import { z } from "zod";

/** Address of a server that is told something secret: https, but for this machine itself. */
export const secureUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((value) => isSecure(new URL(value)), "it has to be https, but for this machine itself");

function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
