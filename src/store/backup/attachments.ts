import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isMissing } from "./files.ts";

/** Where conversations without a folder of their own keep what people attached. */
export const ATTACHMENTS = "files";

/** Paths below the home, with "/"; files only: links could lead anywhere. */
export async function listAttachments(home: string): Promise<string[]> {
  const root = join(home, ATTACHMENTS);
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    if (isMissing(thrown)) return [];
    throw thrown;
  });
  const files = found.filter((entry) => entry.isFile());
  return files.map((entry) => relative(home, join(entry.parentPath, entry.name)).split(sep).join("/")).toSorted();
}

/** Whether a path of a manifest stays below that folder, on every system. */
export function isAttachment(path: string): boolean {
  const [first, ...rest] = path.split("/");
  if (first !== ATTACHMENTS || rest.length < 2 || /[\\\0]/.test(path)) return false;
  return rest.every((part) => part !== "" && part !== "." && part !== ".." && !/^[A-Za-z]:/.test(part));
}
