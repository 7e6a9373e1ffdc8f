import type { Endpoint } from "../../../core/index.ts";

/** Where such an account has to go. */
export function toApiPlaces({ api, signIn }: { api: string; signIn: { token: string } }): Endpoint[] {
  return [api, signIn.token].map((address) => {
    const { hostname, port, protocol } = new URL(address);
    return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) || (protocol === "https:" ? 443 : 80) };
  });
}
