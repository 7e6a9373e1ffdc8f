import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, statOrNull } from "../files.ts";
import type { Offer, Source } from "../types.ts";

const MAX_DEPTH = 6; // a Hugging Face cache folder is five deep
const MAX_ENTRIES = 20_000;

/** A file or folder that the person named in KRALLE_MODEL_PATH. Found by size; the digest is for who asks. */
export function createLocalSource(bytes: number, path: string): Source {
  return {
    name: path,
    space: () => 0,
    async open(): Promise<Offer> {
      try {
        return await findFiles(path, bytes);
      } catch (thrown) {
        return { kind: "unavailable", reason: `cannot be read (${codeOf(thrown) || String(thrown)})` };
      }
    },
  };
}

/** Files that another program keeps on this machine, found by their digest. */
export function createFoundSource(paths: string[]): Source {
  return {
    name: "another program on this machine",
    space: () => 0,
    open: () => Promise.resolve({ kind: "files", paths, inPlace: true }),
  };
}

async function findFiles(path: string, bytes: number): Promise<Offer> {
  const stats = await statOrNull(path);
  if (!stats) return { kind: "unavailable", reason: "does not exist" };
  if (!stats.isDirectory()) {
    if (stats.size === bytes) return { kind: "files", paths: [path] };
    return { kind: "unavailable", reason: `has ${stats.size} bytes where the model has ${bytes}` };
  }
  const paths = await findBySize(path, bytes);
  if (paths.length > 0) return { kind: "files", paths };
  return { kind: "unavailable", reason: `holds no file of ${bytes} bytes` };
}

/** Breadth first, so that the nearest file is tried first; a bound keeps a whole disk from being searched. */
async function findBySize(root: string, bytes: number): Promise<string[]> {
  const found: string[] = [];
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of await listOrNone(folder)) {
        seen += 1;
        if (seen > MAX_ENTRIES) return found;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) next.push(path);
        else if ((await statOrNull(path))?.size === bytes) found.push(path);
      }
    }
    level = next;
  }
  return found;
}

async function listOrNone(folder: string) {
  try {
    return (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => a.name.localeCompare(b.name));
  } catch (thrown) {
    if (["EACCES", "EPERM", "ENOENT"].includes(codeOf(thrown))) return []; // one closed folder does not end the search
    throw thrown;
  }
}
