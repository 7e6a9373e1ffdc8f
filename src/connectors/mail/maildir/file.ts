import { lstat, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { EffectAdapter } from "../../../durable/index.ts";
import { createFiling, refuseFiling as refuse, type Filing, type PlacedMail } from "../filing.ts";
import { listFiles, listFolders, type MaildirFile } from "./folders.ts";

const LETTERS = { "\\Seen": "S", "\\Flagged": "F", "\\Answered": "R" } as const;
const ARCHIVE = /^archiv(?:e|es)?$/i;

/** Files in a Maildir: by one rename, under the same unique name, which programs that read it expect. `mayFile`: the owner lets Kralle. */
export function createMaildirFiling(
  path: string,
  mayFile: boolean,
  find: (mail: string) => Promise<PlacedMail | null>,
): EffectAdapter {
  return createFiling(find, {
    async file(asked, placed) {
      if (!mayFile) return refuse("This account is only read.");
      const now = await locate(path, placed);
      if (now === null) return refuse("The mail does not lie in the mailbox any more.");
      const target = asked.action === "flag" ? now.folder : await targetOf(path, asked);
      if (target === null) return refuse("The folder cannot have this name.");
      const folder = folderOf(path, target);
      for (const part of ["cur", "new", "tmp"]) await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
      const letters = asked.action === "flag" ? changed(now.file, asked) : lettersOf(now.file);
      await rename(now.file.path, join(folder, "cur", `${now.file.id}:2,${letters}`));
      return { outcome: "done", receipt: { folder: target } };
    },
    async find(asked, placed) {
      const now = await locate(path, placed);
      if (now === null) return null;
      if (asked.action === "flag")
        return changed(now.file, asked) === lettersOf(now.file) ? { folder: now.folder } : null;
      return now.folder === (await targetOf(path, asked)) ? { folder: now.folder } : null;
    },
  });
}

/** By its unique name, in whatever folder it lies now. */
async function locate(path: string, placed: PlacedMail | null): Promise<{ folder: string; file: MaildirFile } | null> {
  const ids = new Set(placed?.places.map(({ uidValidity }) => uidValidity));
  if (ids.size === 0) return null;
  for (const folder of await listFolders(path)) {
    const file = (await listFiles(folder)).find(({ id }) => ids.has(id));
    if (file) return { folder: folder.name, file };
  }
  return null;
}

/** Null for a name that would lead elsewhere: out of the mailbox, or over a link. */
async function targetOf(path: string, asked: Exclude<Filing, { action: "flag" }>): Promise<string | null> {
  if (asked.action === "archive") {
    const known = (await listFolders(path)).find(({ name }) => ARCHIVE.test(name));
    return known?.name ?? "Archive";
  }
  const { folder } = asked;
  if (folder === "INBOX") return folder;
  if (/^\.|[/\\\p{Cc}]|\.\./u.test(folder)) return null;
  const info = await lstat(folderOf(path, folder)).catch(() => null);
  return info === null || info.isDirectory() ? folder : null;
}

const folderOf = (path: string, name: string): string => (name === "INBOX" ? path : join(path, `.${name}`));

const lettersOf = ({ path }: MaildirFile): string => path.split(":2,")[1] ?? "";

/** Letters stand in the order of the alphabet. */
function changed(file: MaildirFile, { add, remove }: Extract<Filing, { action: "flag" }>): string {
  const letters = new Set(lettersOf(file));
  for (const flag of add) letters.add(LETTERS[flag]);
  for (const flag of remove) letters.delete(LETTERS[flag]);
  return [...letters].toSorted().join("");
}
