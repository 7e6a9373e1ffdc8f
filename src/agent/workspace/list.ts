import type { BigIntStats, Dirent } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError, LIMITS, type Context } from "../../core/index.ts";
import { isErrno } from "./errno.ts";
import { openRoot, type Folder } from "./folder.ts";
import type { Place } from "./locate.ts";
import { isSkipped, shown } from "./paths.ts";
import type { FileEntry } from "./types.ts";

const MAX_DEPTH = 64;

/** All files below the root, sorted by path; links are listed (as links) and not entered. */
export async function listFiles(
  place: Place,
  ctx: Context,
  limit: number = LIMITS.workspaceFiles,
): Promise<FileEntry[]> {
  const found: FileEntry[] = [];
  const root = await openRoot(place.root);
  try {
    await walk(root, [], { place, ctx, limit, found });
  } finally {
    await root.close();
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

interface Walk {
  place: Place;
  ctx: Context;
  limit: number;
  found: FileEntry[];
}

async function walk(folder: Folder, parents: string[], walked: Walk): Promise<void> {
  walked.ctx.signal.throwIfAborted();
  const entries = (await readdir(folder.at("."), { withFileTypes: true })).filter((entry) => !isSkipped(entry.name));
  const names = new Set(entries.map((entry) => entry.name));
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
  const listed = await Promise.all(files.map((entry) => toListed(folder, parents, entry, names, walked)));
  walked.found.push(...listed.filter((entry) => entry !== null));
  if (walked.found.length > walked.limit) throw tooMany(walked);
  for (const entry of entries) if (entry.isDirectory()) await enter(folder, parents, entry.name, walked);
}

async function enter(folder: Folder, parents: string[], name: string, walked: Walk): Promise<void> {
  const path = [...parents, name];
  if (join(walked.place.root, ...path) === walked.place.home) return;
  if (path.length > MAX_DEPTH) {
    walked.ctx.log.warn("A folder is nested too deeply and was not looked into.", { path: path.join("/") });
    return;
  }
  let child: Folder;
  try {
    child = await folder.child(name);
  } catch (thrown) {
    // Gone, swapped for a link or not readable since the listing: what cannot be entered is left out, and said.
    walked.ctx.log.warn("A folder could not be looked into.", { path: path.join("/"), error: thrown });
    return;
  }
  try {
    await walk(child, path, walked);
  } finally {
    await child.close();
  }
}

async function toListed(
  folder: Folder,
  parents: string[],
  entry: Dirent,
  names: ReadonlySet<string>,
  walked: Walk,
): Promise<FileEntry | null> {
  try {
    const info = await lstat(folder.at(entry.name), { bigint: true });
    // Two names may differ in their Unicode form only: then each keeps its own, or one could not be reached.
    const nfc = shown(entry.name);
    const name = nfc !== entry.name && names.has(nfc) ? entry.name : nfc;
    const item = toEntry(shown(parents.join("/")) + (parents.length > 0 ? "/" : "") + name, info);
    return info.isSymbolicLink()
      ? { ...item, version: `${item.version}>${await readlink(folder.at(entry.name))}` }
      : item;
  } catch (thrown) {
    if (!isErrno(thrown, "ENOENT", "EACCES")) throw thrown;
    walked.ctx.log.warn("A file is gone or its name is no valid Unicode; it was left out.", { name: entry.name });
    return null;
  }
}

export function toEntry(path: string, info: BigIntStats): FileEntry {
  return {
    path,
    bytes: Number(info.size),
    modifiedMs: Number(info.mtimeMs),
    version: `${info.ino}-${info.size}-${info.mtimeNs}-${info.ctimeNs}`,
    link: info.isSymbolicLink(),
  };
}

function tooMany({ place, limit }: Walk): AppError {
  return new AppError("E_INPUT", `The workspace ${place.root} holds more than ${limit} files.`, {
    hint: "Choose a folder further down with --workspace.",
  });
}
