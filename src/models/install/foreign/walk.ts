import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../../../core/index.ts";
import { codeOf, statOrNull } from "../files.ts";

/** A whole disk is not searched: so many entries of one store are looked at. */
const MAX_ENTRIES = 20_000;

/** Files below a folder, at most `depth` folders deep, in order of their names. Folders that may not be read are passed over. */
export async function* walkFiles(root: string, depth: number, ctx: Context): AsyncIterable<string> {
  const folders: { path: string; level: number }[] = [{ path: root, level: 0 }];
  let seen = 0;
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    ctx.signal.throwIfAborted();
    const below: string[] = [];
    for (const entry of await listOrNone(folder.path)) {
      seen += 1;
      if (seen > MAX_ENTRIES) return;
      const path = join(folder.path, entry.name);
      if (entry.isDirectory()) below.push(path);
      else yield path;
    }
    if (folder.level < depth) for (const path of below.toReversed()) folders.push({ path, level: folder.level + 1 });
  }
}

/** Those of the folders that are there, each once, also when one is a link to another. */
export async function existingFolders(folders: readonly (string | undefined)[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    if (!folder || !(await isFolder(folder))) continue;
    const real = await realpath(folder);
    if (!found.has(real)) found.set(real, folder);
  }
  return [...found.values()];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await statOrNull(path))?.isDirectory() === true;
  } catch (thrown) {
    if (["EACCES", "EPERM"].includes(codeOf(thrown))) return false;
    throw thrown;
  }
}

async function listOrNone(folder: string) {
  try {
    return (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => a.name.localeCompare(b.name));
  } catch (thrown) {
    if (["EACCES", "EPERM", "ENOENT", "ENOTDIR"].includes(codeOf(thrown))) return [];
    throw thrown;
  }
}
