import type { Principal } from "../types.ts";

/** A browser is the UI, the socket of the home the command line; the rest are programs with a token. */
export function callerOf(principal: Principal | null): { by: string; via: "ui" | "cli" | "api" } {
  const via = principal?.kind === "device" ? "ui" : principal?.kind === "socket" ? "cli" : "api";
  return { by: principal?.id ?? "", via };
}
