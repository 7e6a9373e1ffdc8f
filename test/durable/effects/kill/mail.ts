import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import type { Fault } from "../../../../src/world/index.ts";
import { openDovecot, type Dovecot } from "../../../connectors/_dovecot.ts";
import type { Places } from "./plan.ts";

export { hasDovecot } from "../../../connectors/_dovecot.ts";

export interface MailWorld {
  places: NonNullable<Places["mail"]>;
  /** Subjects of the mails that were taken. */
  readonly ledger: readonly string[];
  readonly imap: Pick<Dovecot, "deliver" | "files">;
  close(): Promise<void>;
}

/**
 * Two accounts behind real SMTP: one whose server files what it sent in Sent, readable over real IMAP (Dovecot), and one whose server
 * does not. Debian: `dovecot-imapd`.
 */
export async function openMail(folder: string, fault: () => Fault): Promise<MailWorld> {
  const ledger: string[] = [];
  const imap = await openDovecot(folder);
  const arrive = (raw: string, isToSelf: boolean): void => {
    if (isToSelf) imap.deliver(raw);
  };
  const filing = await openSmtp(fault, (subject, raw, isToSelf) => {
    ledger.push(subject);
    imap.deliver(raw, "Sent");
    arrive(raw, isToSelf);
  });
  const plain = await openSmtp(fault, (subject, raw, isToSelf) => {
    ledger.push(subject);
    arrive(raw, isToSelf);
  });
  return {
    places: { filing: { smtpPort: filing.port, imapPort: imap.port }, plain: { smtpPort: plain.port, imapPort: null } },
    ledger,
    imap,
    async close() {
      await Promise.all([filing.close(), plain.close(), imap.close()]);
    },
  };
}

async function openSmtp(fault: () => Fault, take: (subject: string, raw: string, isToSelf: boolean) => void) {
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.username === "office" && auth.password === "secret" ? done(null, { user: "office" }) : done(new Error("no")),
    onData(stream, session, done) {
      let raw = "";
      stream.on("data", (chunk: Buffer) => (raw += chunk.toString("latin1")));
      stream.on("end", () => {
        const subject = /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "";
        const met = fault();
        const cut = (): void => {
          for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
        };
        const refuse = (responseCode: number): void => done(Object.assign(new Error("later"), { responseCode }));
        if (met === "busy" || met === "errorBefore") return refuse(451);
        if (met === "cutBefore") return cut();
        const { mailFrom, rcptTo } = session.envelope;
        take(
          subject,
          raw,
          rcptTo.some(({ address }) => mailFrom !== false && address === mailFrom.address),
        );
        if (met === "cutAfter" || met === "errorAfter" || met === "silentAfter") return cut();
        done();
      });
    },
  });
  server.on("error", () => undefined); // clients that are killed
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
