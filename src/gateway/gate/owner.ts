import type { Gate, Principal } from "../types.ts";
import { factsOf } from "./facts.ts";

/**
 * The gate of the home's own socket. Whoever may open it is the owner: its mode lets nobody else. No page can reach it;
 * should a program pass on what a page sends, the Origin that it came with is refused.
 */
export function createOwnerGate(): Gate {
  const owner: Principal = {
    kind: "socket",
    id: "owner",
    name: "the owner",
    scope: "admin",
    revoked: new AbortController().signal,
  };
  return {
    address(request) {
      const { origins, forwarded } = factsOf(request);
      return origins.length + forwarded.length > 0 ? { status: 403, log: "a page at the owner's socket" } : null;
    },
    credential: () => Promise.resolve(owner),
    signIn: () => Promise.resolve({ status: 403, log: "a device at the owner's socket" }),
    signOut: () => Promise.resolve(""),
  };
}
