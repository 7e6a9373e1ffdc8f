import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import type { Context } from "../../../core/index.ts";
import { codeOf } from "../files.ts";
import type { Environment } from "../types.ts";
import { toModels } from "./files.ts";
import type { FoundModel } from "./types.ts";
import { existingFolders, walkFiles } from "./walk.ts";

/** `models--<owner>--<repo>/snapshots/<commit>/<file>`, which may lie in a folder of the repository. */
const DEPTH = 5;
const SNAPSHOT = /^models--(.+?)--(.+)$/;

/** Where Hugging Face's own tools keep files, as its environment variables say. */
export function hubCacheFolders(env: Environment): Promise<string[]> {
  const home = env["HOME"] || env["USERPROFILE"] || homedir();
  const cache = env["XDG_CACHE_HOME"] || join(home, ".cache");
  const own = env["HF_HUB_CACHE"] || (env["HF_HOME"] ? join(env["HF_HOME"], "hub") : undefined);
  return existingFolders([own, join(cache, "huggingface", "hub")]);
}

/**
 * The GGUF files of a Hugging Face cache. Files of a snapshot are links to blobs, and large blobs are called like their
 * SHA-256. The same blob in several snapshots is one model. Layout: huggingface.co/docs/huggingface_hub/guides/manage-cache.
 */
export async function findHubCache(env: Environment, ctx: Context): Promise<FoundModel[]> {
  const found = new Map<string, FoundModel>();
  for (const root of await hubCacheFolders(env)) {
    const paths: string[] = [];
    for await (const path of walkFiles(root, DEPTH, ctx)) {
      if (/\.gguf$/i.test(path) && path.includes(`${sep}snapshots${sep}`)) paths.push(path);
    }
    const referenceOf = (path: string): string | null => {
      const [folder = "", , , ...file] = relative(root, path).split(sep);
      const [, owner, repo] = SNAPSHOT.exec(folder) ?? [];
      return owner === undefined ? null : `hf:${owner}/${repo}:${file.join("/")}`;
    };
    for (const model of await toModels(paths, "huggingface", digestOf, referenceOf)) {
      const [first] = model.files;
      const key = first ? await realpath(first.path) : model.name;
      if (!found.has(key)) found.set(key, model);
    }
  }
  return [...found.values()];
}

async function digestOf(path: string): Promise<string | null> {
  try {
    return /^[0-9a-f]{64}$/.exec(basename(await realpath(path)))?.[0] ?? null;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return null;
    throw thrown;
  }
}
