import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Asked {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingMessage["headers"];
  /** Parsed where it is JSON, else null. */
  body: Record<string, unknown> | null;
  /** Fires when the other side closed the connection. */
  signal: AbortSignal;
}

/** Answers one request; false: this path is unknown. */
export type Handler = (asked: Asked, response: ServerResponse) => Promise<boolean | void> | boolean | void;

export interface StandIn {
  /** Without a slash at its end. */
  url: string;
  /** All requests so far, in order. */
  asked: Asked[];
  close(): Promise<void>;
}

/** An HTTP server on loopback that plays a model server. */
export async function startStandIn(handler: Handler): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const closed = new AbortController();
    response.on("close", () => closed.abort());
    void readAsked(request, closed.signal).then(async (one) => {
      asked.push(one);
      if ((await handler(one, response)) === false) sendJson(response, 404, { error: "404 page not found" });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAsked(request: IncomingMessage, signal: AbortSignal): Promise<Asked> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  const { method = "", url: path = "", headers } = request;
  return { method, path, headers, body: toRecord(text), signal };
}

function toRecord(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null; // a request without a body
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

/** Sends bytes piece by piece, each in a packet of its own; ends the answer unless `end` says otherwise. */
export async function sendPieces(
  response: ServerResponse,
  type: string,
  pieces: readonly (string | Uint8Array)[],
  end: "end" | "cut" | "hang" = "end",
): Promise<void> {
  response.writeHead(200, { "content-type": type });
  for (const piece of pieces) {
    response.write(piece);
    await sleep(2);
  }
  if (end === "end") response.end();
  if (end === "cut") response.destroy();
}
