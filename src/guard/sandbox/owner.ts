import { lchown, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The user of the sandbox when Kralle itself runs as root ("nobody"). Without this the sandbox would run as the real
 * root behind its namespaces, and the kernel lets that one write some files of /proc/sys whatever its capabilities.
 */
export const NOBODY = 65_534;

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Gives a folder and all in it to the sandbox's user; links are not followed. */
export async function giveTo(owner: number, folder: string): Promise<void> {
  await lchown(folder, owner, owner);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), owner, owner);
  }
}
