import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isMissing } from "./files.ts";

/** Folders of the home that a backup takes whole: attachments of conversations without a folder of their own, and skills. */
export const KEPT_FOLDERS = ["files", "skills"] as const;

/** Paths below the home, with "/"; files only: links could lead anywhere. */
export async function listKept(home: string): Promise<string[]> {
  const lists = await Promise.all(KEPT_FOLDERS.map((folder) => listFiles(home, folder)));
  return lists.flat().filter(isKept).toSorted();
}

async function listFiles(home: string, folder: string): Promise<string[]> {
  const found = await readdir(join(home, folder), { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    if (isMissing(thrown)) return [];
    throw thrown;
  });
  const files = found.filter((entry) => entry.isFile());
  return files.map((entry) => relative(home, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/** Whether a path of a manifest stays below one of those folders, on every system. */
export function isKept(path: string): boolean {
  const [first, ...rest] = path.split("/");
  if (!KEPT_FOLDERS.some((folder) => folder === first) || rest.length < 2 || /[\\\0]/.test(path)) return false;
  return rest.every((part) => part !== "" && part !== "." && part !== ".." && !/^[A-Za-z]:/.test(part));
}
