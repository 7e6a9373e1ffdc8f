import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, createServer as createTcp, type AddressInfo, type Server as TcpServer } from "node:net";
import type { TestContext } from "node:test";
import { systemClock, type Net } from "../../../src/core/index.ts";
import { reachOf } from "../../../src/guard/egress/address.ts";
import { createBroker } from "../../../src/guard/egress/broker.ts";
import type { BrokerOptions, Dial, EgressEntry } from "../../../src/guard/egress/types.ts";

/** An address of the internet; in the tests it leads to a listener of this machine. */
export const PUBLIC = "93.184.216.34";
export const PUBLIC6 = "2606:2800:220:1:248:1893:25c8:1946";

/**
 * A small internet inside this machine. Public addresses lead to `outside`, whatever their port; every other address leads to `inside`: a
 * listener that nobody may reach, and whose own count is the judge.
 */
export interface World {
  net: Net;
  entries: EgressEntry[];
  /** Connections so far. */
  hits: { outside: number; inside: number; proxy: number };
  /** Requests that arrived outside. */
  requests: { url: string; host: string; method: string; headers: IncomingMessage["headers"]; body: string }[];
  /** What a name has, and what it has when it is asked for again. */
  names: Map<string, string[][]>;
  insidePort: number;
  proxyPort: number;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): void;
}

export async function openWorld(t: TestContext, options: Partial<BrokerOptions> = {}): Promise<World> {
  const hits = { outside: 0, inside: 0, proxy: 0 };
  const requests: World["requests"] = [];
  const entries: EgressEntry[] = [];
  const names: World["names"] = new Map();
  const asked = new Map<string, number>();
  const outside = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", method = "", headers } = request;
      requests.push({ url, host: headers.host ?? "", method, headers, body: Buffer.concat(chunks).toString() });
      world.answer(request, response);
    });
  });
  outside.on("connection", () => (hits.outside += 1));
  outside.on("clientError", (_error, socket) => socket.destroy()); // TLS where it speaks none
  const inside = createTcp((socket) => {
    hits.inside += 1;
    socket.on("error", () => undefined).end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret");
  });
  const proxy = createTcp((socket) => {
    hits.proxy += 1;
    socket.on("error", () => undefined).end();
  });
  const ports = await Promise.all([outside, inside, proxy].map((server) => listen(server, t)));
  const [outsidePort = 0, insidePort = 0, proxyPort = 0] = ports;

  const dial: Dial = async ({ address }) => {
    const socket = connect(reachOf(address) === "public" ? outsidePort : insidePort, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  const broker = createBroker({
    grants: async ({ purpose, port }) =>
      purpose === null ? [] : [{ purpose, host: "*", port, reach: "public", follows: "granted", readOnly: false }],
    isLocked: () => false,
    record: (entry) => void entries.push(entry),
    clock: systemClock,
    dial,
    async lookup(host) {
      const times = asked.get(host) ?? 0;
      asked.set(host, times + 1);
      const answers = names.get(host);
      if (answers === undefined) throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
      return answers[Math.min(times, answers.length - 1)]!;
    },
    ...options,
  });
  t.after(() => broker.close());
  const world: World = {
    net: broker.for("web"),
    entries,
    hits,
    requests,
    names,
    insidePort,
    proxyPort,
    answer: (_request, response) => response.end("public"),
    close: () => broker.close(),
  };
  return world;
}

async function listen(server: Server | TcpServer, t: TestContext): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
