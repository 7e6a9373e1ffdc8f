import { createServer as createWebServer } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { FORWARDING } from "./tries/channels.ts";
import { PORTS, type InsideOrder } from "./types.ts";

/** What other programs of a machine may be: a server that sends on to another machine, and proxies that go there for whoever asks. */
export async function openNeighbours({ ipv4 }: InsideOrder): Promise<void> {
  const redirecting = createWebServer((_request, response) =>
    response.writeHead(302, { location: `http://${ipv4}/` }).end(),
  );
  const forward = (from: Socket): void => {
    const to = connect({ host: ipv4, port: PORTS.web });
    for (const socket of [from, to]) socket.on("error", () => undefined).on("close", () => from.destroy());
    from.pipe(to).pipe(from);
  };
  const listen = (server: { listen(at: object, done: () => void): unknown }, at: object) =>
    new Promise<void>((resolve) => server.listen(at, resolve));
  await Promise.all([
    listen(redirecting, { host: "127.0.0.1", port: PORTS.redirecting }),
    listen(createServer(forward), { host: "127.0.0.1", port: PORTS.forwarding }),
    listen(createServer(forward), { path: `\0${FORWARDING}` }),
  ]);
}
