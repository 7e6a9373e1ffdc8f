import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { TestContext } from "node:test";

/** What happens to the next message of the client that holds this text. */
export interface Cut {
  text: string;
  /** Before the server has it, or after: then it does what it was told, and nobody hears of it. */
  when: "before" | "after";
}

/** A way to the server that breaks at a given word. */
export interface Relay {
  /** The address, by way of the relay. */
  readonly url: string;
  cutAt(cut: Cut): void;
}

export async function openRelay(t: TestContext, databaseUrl: string): Promise<Relay> {
  const target = new URL(databaseUrl);
  let cut: Cut | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isCut = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    upstream.on("data", (bytes) => void (isCut ? end() : client.write(bytes)));
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.end());
    const end = (): void => {
      client.destroy();
      upstream.end();
    };
    client.on("data", (bytes) => {
      const { when } = cut && bytes.includes(cut.text) ? cut : { when: null };
      if (when === null) return void upstream.write(bytes);
      cut = null;
      isCut = true;
      if (when === "before") return void end();
      upstream.write(bytes); // its answer ends the connection
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, cutAt: (next) => (cut = next) };
}
