import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { factsOf, type Facts } from "../../../src/gateway/gate/facts.ts";
import { createDoor, type Door, type GatewaySettings } from "../../../src/gateway/gate/door.ts";
import { parseConfig } from "../../../src/core/index.ts";

/** Settings of the gateway with some of them set. */
export function settings(changes: Record<string, unknown> = {}): GatewaySettings {
  return parseConfig({ gateway: changes }, "config.json").config.gateway;
}

export function door(changes: Record<string, unknown> = {}, port = 7477): Door {
  return createDoor(settings(changes), port);
}

/** What the gate sees of a request with these raw headers, in this order. */
export function request(target: string, headers: [name: string, value: string][], method = "GET"): IncomingMessage {
  const socket = new Socket();
  return { method, url: target, socket, rawHeaders: headers.flat() } as unknown as IncomingMessage;
}

export function facts(target: string, headers: [name: string, value: string][], method = "GET"): Facts {
  return factsOf(request(target, headers, method));
}
