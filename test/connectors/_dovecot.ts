import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const hasDovecot = spawnSync("dovecot", ["--version"]).status === 0;

export interface Dovecot {
  port: number;
  /** Puts a mail into a folder as a delivery does; `at` (ms UTC) is when the server got it. */
  deliver(raw: string | Uint8Array, mailbox?: string, at?: number): void;
  /** Files of a folder, by their bytes: what is really there. */
  files(mailbox?: string): { name: string; raw: Buffer }[];
  /** Takes its numbering away, so that it gives the folder a new UIDVALIDITY. */
  renumber(mailbox?: string): void;
  close(): Promise<void>;
}

const FOLDERS = ["Sent", "Drafts", "Archive", "Trash", "Junk"];

/** A private Dovecot over a Maildir, for the user "office" with the password "secret". As root it needs another user for the mails. Debian: `dovecot-imapd`. */
export async function openDovecot(folder: string, { capability }: { capability?: string } = {}): Promise<Dovecot> {
  const isRoot = process.getuid?.() === 0;
  const [uid, gid] = isRoot ? [8, 8] : [process.getuid!(), process.getgid!()]; // "mail" on Debian
  mkdirSync(folder, { recursive: true });
  const box = mkdtempSync(join(tmpdir(), "kralle-box-")); // its user must be able to reach it
  const pathOf = (mailbox: string): string => (mailbox === "INBOX" ? box : join(box, `.${mailbox}`));
  for (const mailbox of ["INBOX", ...FOLDERS]) {
    for (const part of ["", "cur", "new", "tmp"]) {
      mkdirSync(join(pathOf(mailbox), part), { recursive: true });
      if (isRoot) chownSync(join(pathOf(mailbox), part), uid, gid);
    }
  }
  const port = await freePort();
  const config = join(folder, "dovecot.conf");
  writeFileSync(config, toConfig(folder, box, { isRoot, uid, gid, port, capability }));
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
    deliver(raw, mailbox = "INBOX", at = Date.now()) {
      filed += 1;
      const name = `${Math.floor(at / 1_000)}.${filed}.kralle.test`;
      const [tmp, target] = [join(pathOf(mailbox), "tmp", name), join(pathOf(mailbox), "new", name)];
      writeFileSync(tmp, raw, typeof raw === "string" ? "latin1" : null);
      utimesSync(tmp, at / 1_000, at / 1_000);
      if (isRoot) chownSync(tmp, uid, gid);
      renameSync(tmp, target);
    },
    files: (mailbox = "INBOX") =>
      ["new", "cur"].flatMap((part) => {
        const path = join(pathOf(mailbox), part);
        return readdirSync(path).map((name) => ({ name, raw: readFileSync(join(path, name)) }));
      }),
    renumber(mailbox = "INBOX") {
      for (const name of readdirSync(pathOf(mailbox))) {
        if (name.startsWith("dovecot")) rmSync(join(pathOf(mailbox), name));
      }
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
  capability: string | undefined;
}

/** Wrong passwords are answered at once: tests try many. */
function toConfig(folder: string, box: string, { isRoot, uid, gid, port, capability }: DovecotPlace): string {
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
${capability === undefined ? "" : `imap_capability = ${capability}\n`}namespace inbox {
  inbox = yes
  separator = /
${FOLDERS.map((name) => `  mailbox ${name} {\n    special_use = \\${name}\n  }`).join("\n")}
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
