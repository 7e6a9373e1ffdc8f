import { basename, dirname } from "node:path";
import { quantisationOf } from "../../catalogue/index.ts";
import { statOrNull } from "../files.ts";
import { isWeights, partNames } from "../../gguf/index.ts";
import type { FoundFile, FoundModel } from "./types.ts";

/**
 * GGUF files of a folder tree as models: parts of a split model are one, what is no model of its own is left out. `digestOf`
 * is what the store knows of a file.
 */
export async function toModels(
  paths: readonly string[],
  store: FoundModel["store"],
  digestOf: (path: string) => Promise<string | null>,
  referenceOf: (path: string) => string | null,
): Promise<FoundModel[]> {
  const models: FoundModel[] = [];
  const here = new Set(paths);
  for (const path of paths) {
    const name = basename(path);
    if (!isWeights(name)) continue;
    const parts = partNames(name);
    if (parts && parts[0] !== name) continue; // told with its first part
    const all = (parts ?? [name]).map((part) => path.slice(0, dirname(path).length + 1) + part);
    const files: FoundFile[] = [];
    for (const one of all) {
      const stats = here.has(one) ? await statOrNull(one) : null;
      if (stats?.isFile()) files.push({ path: one, bytes: stats.size, sha256: await digestOf(one) });
    }
    if (files.length === 0) continue;
    const projector = await findProjector(path, paths, digestOf);
    const isWhole = files.length === all.length;
    models.push({
      store,
      id: toModelId(name),
      name: name.replace(/\.gguf$/i, ""),
      reference: referenceOf(path),
      files: isWhole ? files : [],
      projector,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      quantisation: quantisationOf(name.replace(/\.gguf$/i, "")),
      reason: isWhole ? null : `only ${files.length} of its ${all.length} parts are there`,
    });
  }
  return models;
}

/** The projector that lies beside weights; where there are several nobody can say which belongs to them. */
async function findProjector(
  weights: string,
  paths: readonly string[],
  digestOf: (path: string) => Promise<string | null>,
): Promise<FoundFile | null> {
  const beside = paths.filter((path) => dirname(path) === dirname(weights) && /mmproj.*\.gguf$/i.test(basename(path)));
  const [only] = beside;
  const stats = only !== undefined && beside.length === 1 ? await statOrNull(only) : null;
  return only !== undefined && stats?.isFile() ? { path: only, bytes: stats.size, sha256: await digestOf(only) } : null;
}

/** A name that can be typed: the file's, without what is no part of it. */
export const toModelId = (file: string): string =>
  file
    .toLowerCase()
    .replace(/\.gguf$/, "")
    .replace(/-\d{5}-of-\d{5}$/, "")
    .replaceAll(/[^a-z0-9._:-]+/g, "-");
