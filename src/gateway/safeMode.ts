import type { Server } from "node:http";
import { checkAddress } from "./gate/address.ts";
import { createDoor, toUrl, type GatewaySettings } from "./gate/door.ts";
import { factsOf } from "./gate/facts.ts";
import { SECURITY_HEADERS } from "./gate/headers.ts";
import { createListener, end, listen } from "./listen.ts";
import { refuse } from "./refuse.ts";

export interface SafeMode {
  readonly url: string;
  close(): Promise<void>;
}

const GRACE_MS = 500;

const SETTINGS = { host: "127.0.0.1", allowNetwork: false, publicNames: [] } satisfies Partial<GatewaySettings>;

/**
 * Where the home cannot be opened: says so on this machine to everybody who asks by the gateway's own address, and what to do. It reads
 * nothing, stores nothing and lets nobody in; the text holds no secret and names no file.
 */
export async function openSafeMode({ port, text }: { port: number; text: string }): Promise<SafeMode> {
  const server: Server = await createListener(undefined);
  const bound = await listen(server, { host: SETTINGS.host, port });
  const door = createDoor({ ...SETTINGS, port }, bound);
  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refusal = checkAddress(factsOf(request), door);
    if (refusal) return void refuse(response, refusal);
    const isApi = request.url?.startsWith("/api/") === true;
    response.setHeader("content-type", isApi ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
    response.setHeader("connection", "close");
    response.writeHead(503);
    response.end(
      isApi ? JSON.stringify({ status: "damaged", error: { code: "E_STORE", message: text, retryable: false } }) : text,
    );
  });
  return { url: toUrl({ ...SETTINGS, port }, bound), close: () => end(server, GRACE_MS) };
}
