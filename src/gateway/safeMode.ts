import type { Server } from "node:http";
import { SECURITY_HEADERS } from "./gate/headers.ts";
import { createListener, end, listen } from "./listen.ts";

export interface SafeMode {
  readonly url: string;
  close(): Promise<void>;
}

const GRACE_MS = 500;

/**
 * Where the home cannot be opened: says so to everybody who asks, and what to do. It reads nothing, stores nothing and lets
 * nobody in; the text holds no secret.
 */
export async function openSafeMode({
  host,
  port,
  text,
}: {
  host: string;
  port: number;
  text: string;
}): Promise<SafeMode> {
  const server: Server = await createListener(undefined);
  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const isApi = request.url?.startsWith("/api/") === true;
    response.setHeader("content-type", isApi ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
    response.setHeader("connection", "close");
    response.writeHead(503);
    response.end(
      isApi ? JSON.stringify({ status: "damaged", error: { code: "E_STORE", message: text, retryable: false } }) : text,
    );
  });
  const bound = await listen(server, { host, port });
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`, close: () => end(server, GRACE_MS) };
}
