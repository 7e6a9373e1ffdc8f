import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../../../core/index.ts";
import { codeOf, statOrNull } from "../files.ts";
import type { Environment } from "../types.ts";
import { findHubCache, hubCacheFolders } from "./hubCache.ts";
import { findLmStudio } from "./lmStudio.ts";
import { findOllama, ollamaFolders } from "./ollama.ts";
import type { FoundModel } from "./types.ts";

export { toModelId } from "./files.ts";
export type { FoundFile, FoundModel, StoreKind } from "./types.ts";

/** All models that other programs keep on this machine, by name. Reads names and small lists, no weights. */
export async function findForeign(env: Environment, ctx: Context): Promise<FoundModel[]> {
  const finders = [findOllama, findLmStudio, findHubCache];
  const found = await Promise.all(finders.map((find) => find(env, ctx)));
  return found.flat().toSorted((a, b) => a.id.localeCompare(b.id) || a.store.localeCompare(b.store));
}

/** Files of these stores that are called like this digest, and have this size. */
export async function findByDigest(env: Environment, sha256: string, bytes: number): Promise<string[]> {
  const blobs = (await ollamaFolders(env)).map((root) => join(root, "blobs", `sha256-${sha256}`));
  for (const root of await hubCacheFolders(env)) {
    for (const name of await list(root)) if (name.startsWith("models--")) blobs.push(join(root, name, "blobs", sha256));
  }
  const found: string[] = [];
  for (const path of blobs) {
    const stats = await statOrNull(path).catch(() => null); // what may not be looked at is not there
    if (stats?.isFile() && stats.size === bytes) found.push(path);
  }
  return found;
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).slice(0, 5000);
  } catch (thrown) {
    if (["ENOENT", "EACCES", "EPERM"].includes(codeOf(thrown))) return [];
    throw thrown;
  }
}
