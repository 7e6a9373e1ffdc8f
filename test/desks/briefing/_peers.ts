import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { createMailAdapter, createTelegramAdapter } from "../../../src/connectors/index.ts";
import type { EffectAdapter } from "../../../src/durable/index.ts";

export const BOT = "123:token";

/** Where the other sides are: a port of SMTP, an address of the Bot API. */
export interface Places {
  smtp: number;
  telegram: string | null;
}

export function adaptersOf({ smtp, telegram }: Places): Readonly<Record<string, EffectAdapter>> {
  const server = { host: "127.0.0.1", port: smtp, tls: false };
  const mail = createMailAdapter({
    purpose: "mail:acc_mail",
    user: "office",
    password: "secret",
    smtp: server,
    sent: null,
  });
  if (telegram === null) return { "mail.send": mail };
  return { "mail.send": mail, "telegram.send": createTelegramAdapter({ id: "acc_bot", api: telegram, token: BOT }) };
}

/** A real SMTP server; its list says what was really sent. */
export interface Post {
  readonly port: number;
  /** What it took, whole. */
  readonly letters: string[];
  /** Asked when a letter is whole, before its sender hears of it: to take it, to take it and cut the line, or to lose it so. */
  onLetter: () => Promise<"take" | "takeAndCut" | "lose">;
  close(): Promise<void>;
}

export async function openPost(): Promise<Post> {
  const letters: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: "office" }),
    onData(stream, session, done) {
      let raw = "";
      stream.on("data", (chunk: Buffer) => (raw += chunk.toString()));
      stream.on("end", () => {
        void post.onLetter().then((what) => {
          if (what !== "lose") letters.push(raw);
          if (what === "take") return done();
          for (const one of sockets) if (one.remotePort === session.remotePort) one.destroy();
        });
      });
    },
  });
  const sockets = new Set<Socket>();
  server.on("error", () => undefined); // clients that are killed
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const post: Post = {
    port: (server.server.address() as AddressInfo).port,
    letters,
    onLetter: () => Promise.resolve("take"),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return post;
}
