import type { ImapFlow } from "imapflow";
import type { FolderRole } from "../../../store/index.ts";

export interface Folder {
  path: string;
  role: FolderRole;
}

/** Folders of a mailbox by what they are for (RFC 6154), or, where the server does not say, by their usual names. */
export interface Folders {
  /** Those that are read: the inbox first, then Sent, then others that the owner files mail in. */
  read: readonly Folder[];
  sent: string | null;
  drafts: string | null;
  archive: string | null;
  junk: string | null;
  trash: string | null;
}

/** Drafts and what the owner threw away is nobody's business; the others hold everything a second time. */
const LEFT_ALONE = new Set(["\\Drafts", "\\Trash", "\\Junk", "\\All", "\\Flagged"]);
const MOST_FOLDERS = 200;

export async function listFolders(client: ImapFlow): Promise<Folders> {
  const listed = (await client.list()).filter(({ flags }) => !flags.has("\\Noselect") && !flags.has("\\NonExistent"));
  const find = (use: string): string | null => listed.find(({ specialUse }) => specialUse === use)?.path ?? null;
  const sent = find("\\Sent");
  const read = listed
    .filter(({ specialUse }) => specialUse === undefined || !LEFT_ALONE.has(specialUse))
    .map(({ path }): Folder => ({ path, role: toRole(path, sent) }));
  const rank = (role: FolderRole): number => (role === "inbox" ? 0 : role === "sent" ? 1 : 2);
  return {
    read: read.toSorted((a, b) => rank(a.role) - rank(b.role)).slice(0, MOST_FOLDERS),
    sent,
    drafts: find("\\Drafts"),
    archive: find("\\Archive"),
    junk: find("\\Junk"),
    trash: find("\\Trash"),
  };
}

function toRole(path: string, sent: string | null): FolderRole {
  if (path.toUpperCase() === "INBOX") return "inbox";
  return path === sent ? "sent" : "other";
}
