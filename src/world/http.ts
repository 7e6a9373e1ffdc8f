import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault } from "./faults.ts";

export interface Peer {
  /** Without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  /** Text where it was sent as text, a form's fields, else what the JSON says. */
  body: unknown;
}

/** `act` says what really happens, once the request is whole; it is called at most once for each. */
export interface Answer {
  status: number;
  /** Bytes are sent as they are, all else as JSON. */
  body: unknown;
}

/** Longer than anybody waits. */
const SLOW_MS = 60;

/** A server of JSON on a free port of this machine. Requests other than POST meet no faults. */
export async function serveJson(act: (asked: Asked) => Answer, fault: () => Fault): Promise<Peer> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined); // who left asked nothing
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const { method = "", url: path = "", headers } = request;
      let body: unknown = null;
      try {
        body = toBody(text, headers["content-type"] ?? "");
      } catch {
        return send(response, { status: 400, body: { error: "no JSON" } });
      }
      const work = (): Answer => act({ method, path, headers, body });
      meet(method === "POST" ? fault() : "none", work, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toBody(text: string, type: string): unknown {
  if (text === "") return null;
  if (type.startsWith("text/plain")) return text;
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text);
}

function meet(fault: Fault, work: () => Answer, response: ServerResponse): void {
  switch (fault) {
    case "none":
      return send(response, work());
    case "busy":
      return send(response, { status: 429, body: { error: "too many" } }, { "retry-after": "0" });
    case "errorBefore":
      return send(response, { status: 503, body: { error: "down" } });
    case "errorAfter":
      work();
      return send(response, { status: 502, body: { error: "bad gateway" } });
    case "cutBefore":
      return void response.destroy();
    case "cutAfter": {
      const { status, body } = work();
      const whole = JSON.stringify(body);
      response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(whole) });
      response.write(whole.slice(0, whole.length / 2), () => response.destroy());
      return;
    }
    case "silentAfter":
      work(); // and no answer, ever
      return;
    case "slow": {
      const answer = work();
      setTimeout(() => send(response, answer), SLOW_MS).unref();
    }
  }
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}): void {
  const isBytes = body instanceof Uint8Array;
  response.writeHead(status, { "content-type": isBytes ? "text/plain" : "application/json", ...headers });
  response.end(isBytes ? body : JSON.stringify(body));
}
