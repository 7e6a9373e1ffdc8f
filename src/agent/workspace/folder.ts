import { constants, existsSync } from "node:fs";
import { lstat, mkdir, open, realpath, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { isErrno } from "./errno.ts";
import { outside } from "./paths.ts";

/**
 * An open folder inside the workspace that was reached without following any link. `at(name)` is a path for file-system
 * calls that stays in this very folder, also when somebody swaps a parent for a link meanwhile: on Linux it goes through
 * the open descriptor (/proc/self/fd/N/name, in effect `openat`). Elsewhere the real path is compared before each use.
 */
export interface Folder {
  at(name: string): string;
  child(name: string): Promise<Folder>;
  /** Makes the entries durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const HAS_PROC = process.platform === "linux" && existsSync("/proc/self/fd");

export async function openRoot(root: string): Promise<Folder> {
  return HAS_PROC ? openByDescriptor(root, root) : openByPath(root, root);
}

/** Opens root/segments… link-free and hands it to `use`; missing folders are made when `make` is set. */
export async function withFolder<T>(
  root: string,
  segments: readonly string[],
  make: boolean,
  use: (folder: Folder) => Promise<T>,
): Promise<T> {
  const chain = [await openRoot(root)];
  try {
    for (const name of segments) {
      const parent = chain.at(-1)!;
      if (make) await makeFolder(parent, name);
      chain.push(await parent.child(name));
    }
    return await use(chain.at(-1)!);
  } finally {
    for (const folder of chain) await folder.close();
  }
}

async function makeFolder(parent: Folder, name: string): Promise<void> {
  try {
    await mkdir(parent.at(name));
    await parent.sync();
  } catch (thrown) {
    if (!isErrno(thrown, "EEXIST")) throw thrown;
  }
}

async function openByDescriptor(path: string, shownPath: string): Promise<Folder> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (thrown) {
    if (isErrno(thrown, "ELOOP") || (isErrno(thrown, "ENOTDIR") && (await isLink(path)))) {
      throw outside(shownPath, "a folder on the way is a link");
    }
    throw thrown;
  }
  const base = `/proc/self/fd/${handle.fd}`;
  return {
    at: (name) => `${base}/${name}`,
    child: (name) => openByDescriptor(`${base}/${name}`, name),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

async function openByPath(path: string, shownPath: string): Promise<Folder> {
  if ((await isLink(path)) || (await realpath(path)) !== path)
    throw outside(shownPath, "a folder on the way is a link");
  return {
    at: (name) => join(path, name),
    child: (name) => openByPath(join(path, name), name),
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}
