import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

interface StateFile {
  path: string;
  bytes: number;
  usedMs: number;
}

/**
 * Removes the least recently used states of all models until the rest is at most `maxBytes`; `newest` stays. Returns the
 * paths that are gone. A file that another process removes meanwhile is no fault.
 */
export async function makeRoom(folder: string, maxBytes: number, newest: string): Promise<Set<string>> {
  const files = await listStates(folder);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const gone = new Set<string>();
  for (const { path, bytes } of files.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes) break;
    if (path === newest) continue;
    await Promise.all([rm(path, { force: true }), rm(path.replace(/\.state$/, ".json"), { force: true })]);
    gone.add(path);
    total -= bytes;
  }
  return gone;
}

async function listStates(folder: string): Promise<StateFile[]> {
  const files: StateFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".state")) continue;
    const path = join(entry.parentPath, entry.name);
    const stats = await stat(path).catch(() => null);
    if (stats !== null) files.push({ path, bytes: stats.size, usedMs: stats.mtimeMs });
  }
  return files;
}
