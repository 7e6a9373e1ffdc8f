import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FolderRole } from "../../../store/index.ts";

export interface MaildirFolder {
  /** "INBOX", or the name behind the dot. */
  name: string;
  path: string;
  role: FolderRole;
}

/** One mail as it lies there; its name up to the colon never changes. */
export interface MaildirFile {
  id: string;
  path: string;
  flags: string[];
  /** When it came or was last renamed, ms UTC. */
  changed: number;
  /** When it was written, ms UTC. */
  at: number;
}

const MOST_BYTES = 50 * 1024 * 1024;
/** Letters behind ":2," and what IMAP calls them. */
const FLAGS: Readonly<Record<string, string>> = {
  S: "\\Seen",
  R: "\\Answered",
  F: "\\Flagged",
  D: "\\Draft",
  T: "\\Deleted",
};

/** The mailbox itself and the folders in it, each a Maildir; links are passed over. */
export async function listFolders(root: string): Promise<MaildirFolder[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && /^\.[^.]/.test(entry.name)).map(({ name }) => name);
  const folders = names.toSorted().map((name) => ({ name: name.slice(1), path: join(root, name), role: toRole(name) }));
  return [{ name: "INBOX", path: root, role: "inbox" }, ...folders];
}

function toRole(name: string): FolderRole {
  if (/^\.(?:Sent|Gesendet)\b/i.test(name)) return "sent";
  return /^\.(?:Junk|Spam)\b/i.test(name) ? "junk" : "other";
}

/** All mails of a folder, those that came first before others; what vanishes meanwhile is left out. */
export async function listFiles({ path }: MaildirFolder): Promise<MaildirFile[]> {
  const found: MaildirFile[] = [];
  for (const part of ["cur", "new"]) {
    for (const name of await namesIn(join(path, part))) {
      const file = join(path, part, name);
      const info = await lstat(file).catch(() => null);
      if (!info?.isFile() || info.size > MOST_BYTES) continue;
      const [id = name, letters = ""] = name.split(":2,");
      const flags = [...letters].flatMap((letter) => FLAGS[letter] ?? []);
      found.push({
        id,
        path: file,
        flags,
        changed: Math.max(info.ctimeMs, info.mtimeMs),
        at: Math.round(info.mtimeMs),
      });
    }
  }
  return found.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
}

/** Null where it was moved or removed since it was listed. */
export async function readMail({ path }: MaildirFile): Promise<Uint8Array | null> {
  return readFile(path).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return null;
    throw thrown;
  });
}
