import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LIMITS, toAppError } from "../../core/index.ts";
import { sha256Of } from "../../store/index.ts";
import { isSkipped, type Change, type Workspace } from "../workspace/index.ts";

const MAX_COPY_BYTES = 512 * 1024 * 1024;

export interface Copied {
  /** SHA-256 of each file that was copied. */
  files: Map<string, string>;
  notes: string[];
}

/** Copies the workspace's files into an empty folder; links and what is too large stay out, and are noted. */
export async function copyOut(workspace: Workspace, folder: string): Promise<Copied> {
  const files = new Map<string, string>();
  const notes: string[] = [];
  let total = 0;
  for (const entry of await workspace.list()) {
    const left = entry.link || entry.bytes > LIMITS.fileBytes || total + entry.bytes > MAX_COPY_BYTES;
    if (left) {
      notes.push(`${entry.path} was not there for the command: ${entry.link ? "it is a link" : "it is too large"}`);
      continue;
    }
    const bytes = await workspace.read(entry.path);
    total += bytes.length;
    const target = join(folder, ...entry.path.split("/"));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { flag: "wx" });
    files.set(entry.path, sha256Of(bytes));
  }
  return { files, notes };
}

/**
 * Takes over what differs between the copy and what was copied, by the workspace's own calls, so that undo covers it.
 * A file that is gone and stands elsewhere with the same content was moved. Links and special files are never taken over.
 */
export async function applyCopy(
  workspace: Workspace,
  folder: string,
  copied: Copied,
): Promise<{ changed: Change[]; notes: string[] }> {
  const notes = [...copied.notes];
  const now = await scan(folder, notes);
  const changed: Change[] = [];
  const attempt = async (change: Change, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      changed.push(change);
    } catch (thrown) {
      notes.push(`${change.path} was not taken over: ${toAppError(thrown).message}`);
    }
  };
  const gone = [...copied.files.keys()].filter((path) => !now.has(path));
  const made = [...now.keys()].filter((path) => !copied.files.has(path));
  const moves = pairMoves(gone, made, copied.files, now);
  for (const [from, path] of moves) await attempt({ path, kind: "renamed", from }, () => workspace.move(from, path));
  const movedTo = new Set(moves.values());
  for (const path of gone) {
    if (!moves.has(path)) await attempt({ path, kind: "deleted" }, () => workspace.remove(path));
  }
  for (const [path, sha256] of now) {
    const before = copied.files.get(path);
    if (before === sha256 || movedTo.has(path)) continue;
    const bytes = await readPlain(join(folder, ...path.split("/")));
    if (before === undefined) await attempt({ path, kind: "created" }, () => workspace.create(path, bytes));
    else await attempt({ path, kind: "edited" }, () => workspace.write(path, bytes));
  }
  return { changed, notes };
}

function pairMoves(
  gone: string[],
  made: string[],
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Map<string, string> {
  const moves = new Map<string, string>();
  const free = new Set(made);
  for (const from of gone) {
    const to = [...free].find((path) => now.get(path) === before.get(from));
    if (to === undefined) continue;
    moves.set(from, to);
    free.delete(to);
  }
  return moves;
}

async function scan(folder: string, notes: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const walk = async (parents: string[]): Promise<void> => {
    for (const entry of await readdir(join(folder, ...parents), { withFileTypes: true })) {
      if (isSkipped(entry.name)) continue;
      const path = [...parents, entry.name];
      const shown = path.join("/").normalize("NFC");
      if (entry.isDirectory()) await walk(path);
      else if (found.size >= LIMITS.workspaceFiles) notes.push(`${shown} was not taken over: too many files`);
      else if (!entry.isFile()) notes.push(`${shown} was not taken over: it is a link or no ordinary file`);
      else if ((await lstat(join(folder, ...path))).size > LIMITS.fileBytes) {
        notes.push(`${shown} was not taken over: it is too large`);
      } else found.set(shown, sha256Of(await readPlain(join(folder, ...path))));
    }
  };
  await walk([]);
  return found;
}

/** The command is over and cannot swap files any more; a link is refused all the same. */
async function readPlain(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}
