import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import type { Fault } from "../../../../src/world/index.ts";
import type { Places } from "./plan.ts";

export interface MailWorld {
  places: NonNullable<Places["mail"]>;
  /** Subjects of the mails that were taken. */
  readonly ledger: readonly string[];
  close(): Promise<void>;
}

export const hasDovecot = spawnSync("dovecot", ["--version"]).status === 0;

/**
 * Two accounts behind real SMTP: one whose server files what it sent in Sent, readable over real IMAP (Dovecot), and one whose server
 * does not. Debian: `dovecot-imapd`.
 */
export async function openMail(folder: string, fault: () => Fault): Promise<MailWorld> {
  const ledger: string[] = [];
  const imap = await openDovecot(folder);
  const filing = await openSmtp(fault, (subject, raw) => {
    ledger.push(subject);
    imap.file(raw);
  });
  const plain = await openSmtp(fault, (subject) => void ledger.push(subject));
  return {
    places: { filing: { smtpPort: filing.port, imapPort: imap.port }, plain: { smtpPort: plain.port, imapPort: null } },
    ledger,
    async close() {
      await Promise.all([filing.close(), plain.close(), imap.close()]);
    },
  };
}

async function openSmtp(fault: () => Fault, take: (subject: string, raw: string) => void) {
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
        take(subject, raw);
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

/** A private Dovecot over a Maildir. As root it needs another user for the mails. */
async function openDovecot(folder: string) {
  const isRoot = process.getuid?.() === 0;
  const [uid, gid] = isRoot ? [8, 8] : [process.getuid!(), process.getgid!()]; // "mail" on Debian
  mkdirSync(folder, { recursive: true });
  const box = mkdtempSync(join(tmpdir(), "kralle-box-")); // its user must be able to reach it
  const sent = join(box, ".Sent");
  for (const part of ["", ".Sent", ".Sent/cur", ".Sent/new", ".Sent/tmp", "cur", "new", "tmp"]) {
    mkdirSync(join(box, part), { recursive: true });
    if (isRoot) chownSync(join(box, part), uid, gid);
  }
  const port = await freePort();
  const config = join(folder, "dovecot.conf");
  writeFileSync(config, toConfig(folder, box, { isRoot, uid, gid, port }));
  const child = spawn("dovecot", ["-F", "-c", config], { stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  for (let tries = 0; !(await isListening(port)); tries += 1) {
    if (tries > 200 || child.exitCode !== null) throw new Error(`Dovecot did not start: ${errors}`);
    await pause(25);
  }
  let filed = 0;
  return {
    port,
    file(raw: string) {
      filed += 1;
      const [tmp, name] = [join(sent, "tmp", String(filed)), join(sent, "new", `${filed}.kralle.test`)];
      writeFileSync(tmp, raw, "latin1");
      if (isRoot) chownSync(tmp, uid, gid);
      renameSync(tmp, name);
    },
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
      rmSync(box, { recursive: true, force: true });
    },
  };
}

interface DovecotPlace {
  isRoot: boolean;
  uid: number | undefined;
  gid: number | undefined;
  port: number;
}

/** Wrong passwords are answered at once: tests try many. */
function toConfig(folder: string, box: string, { isRoot, uid, gid, port }: DovecotPlace): string {
  const users = isRoot
    ? ""
    : `default_internal_user = ${uid}\ndefault_login_user = ${uid}\ndefault_internal_group = ${gid}\n`;
  return `base_dir = ${join(folder, "run")}
state_dir = ${join(folder, "state")}
log_path = ${join(folder, "dovecot.log")}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0 secs
first_valid_uid = 1
mail_location = maildir:${box}
${users}passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${box}
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {
    port = ${port}
  }
}
service imap {
  process_limit = 64
}
namespace inbox {
  inbox = yes
  separator = /
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });
