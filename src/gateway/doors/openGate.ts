import { checkAddress } from "../gate/address.ts";
import { createDoor, type GatewaySettings } from "../gate/door.ts";
import { factsOf } from "../gate/facts.ts";
import { logRefusal } from "../gate/log.ts";
import type { Context } from "../../core/index.ts";
import type { Gate, Principal, Refusal } from "../types.ts";

/** Of a door: this machine alone, under its own names. */
export const LOOPBACK: GatewaySettings = { host: "127.0.0.1", port: 0, publicNames: [], allowNetwork: false };

/**
 * The gate of a port without a token, which the owner opened for one program on this machine. What a browser sends on behalf of a
 * page always says so: besides what holds for every port, any Origin is refused, also that of the port itself.
 */
export function createOpenGate(name: string, port: number, log: Context["log"]): Gate {
  const principal: Principal = { kind: "door", id: name, name, scope: "act", revoked: new AbortController().signal };
  const door = createDoor(LOOPBACK, port);
  const nobody: Refusal = { status: 403, log: "a device at a door" };
  return {
    address(request) {
      const facts = factsOf(request);
      const page: Refusal | null = facts.origins.length > 0 ? { status: 403, log: "a page at a door" } : null;
      const refusal = checkAddress(facts, door) ?? page;
      if (refusal !== null) logRefusal(log, refusal, facts);
      return refusal;
    },
    credential: () => Promise.resolve(principal),
    signIn: () => Promise.resolve(nobody),
    signOut: () => Promise.resolve(""),
  };
}
