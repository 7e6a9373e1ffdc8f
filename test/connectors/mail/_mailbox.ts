import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { createImapConnector, type MailChange } from "../../../src/connectors/index.ts";
import type { Context } from "../../../src/core/index.ts";
import { tempFolder } from "../../store/_setup.ts";
import { openDovecot, type Dovecot } from "../_dovecot.ts";

export const toRaw = (n: number, body = `Hallo ${n}`): string =>
  `From: Anna <anna@example.org>\r\nTo: office@example.com\r\nSubject: Mail ${n}\r\nMessage-ID: <${n}@example.org>\r\nDate: Thu, 12 Mar 2026 10:00:00 +0100\r\n\r\n${body}\r\n`;

export async function tempDovecot(t: TestContext, options: { capability?: string } = {}): Promise<Dovecot> {
  const dovecot = await openDovecot(await tempFolder(t), options);
  t.after(() => dovecot.close());
  return dovecot;
}

export const accessTo = (port: number, { days = 30, password = "secret", smtpPort = 1 } = {}) => {
  const server = (of: number) => ({ host: "127.0.0.1", port: of, tls: false });
  const settings = { user: "office", imap: server(port), smtp: server(smtpPort), days };
  return { settings, password, purpose: "mail:acc_1" } as const;
};

export const connectorTo = (port: number, options: { password?: string } = {}) =>
  createImapConnector(accessTo(port, options));

export interface Pulled {
  changes: MailChange[];
  cursor: unknown;
  pieces: number;
}

export async function pullAll(
  connector: ReturnType<typeof connectorTo>,
  since: unknown,
  ctx: Context,
): Promise<Pulled> {
  const pulled: Pulled = { changes: [], cursor: since, pieces: 0 };
  for await (const { changes, cursor } of connector.pull(since, ctx)) {
    pulled.changes.push(...changes);
    pulled.cursor = JSON.parse(JSON.stringify(cursor)) as unknown;
    pulled.pieces += 1;
  }
  return pulled;
}

export interface Relay {
  port: number;
  /** Breaks every connection; how many they were. */
  cut(): number;
  close(): Promise<void>;
}

/** Stands between a client and a server, and breaks connections when it is told. */
export async function openRelay(to: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => undefined);
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const cut = (): number => {
    const count = sockets.size / 2;
    for (const socket of sockets) socket.destroy();
    return Math.round(count);
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
