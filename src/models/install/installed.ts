import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { digestFile } from "./digest.ts";
import { codeOf, removeTree, statOrNull, writeJsonAtomically } from "./files.ts";
import { withLock } from "./lock.ts";
import { findNamed } from "./named.ts";
import { layersPath, projectorPath, storePaths, type StorePaths } from "./paths.ts";
import { isUnchanged, readRecord, stampOf, type Details, type StoredRecord } from "./record.ts";
import { splitPaths } from "./splitPaths.ts";

export interface InstalledFile {
  path: string;
  bytes: number;
  sha256: string;
}

export interface InstalledModel {
  id: string;
  name: string;
  /** The weights; of a split model the first file, the others lie beside it. */
  path: string;
  bytes: number;
  /** Of the file; of a split model that of the list of its files. */
  sha256: string;
  licence: string;
  contextTokens: number;
  /** Who delivered it. */
  source: string;
  /** ISO 8601 */
  installedAt: string;
  /** False when the file changed since its digest was checked; `verifyModel` or a pull settles it. */
  verified: boolean;
  /** Belongs to another program or to the person, and lies outside the store. */
  inPlace: boolean;
  files: InstalledFile[];
  /** The file by which it sees pictures; null where it has none. */
  projector: InstalledFile | null;
  /** Absent where the catalogue knows the weights by their digest and nothing more had to be recorded. */
  details: Details | null;
}

const RECORD = /^sha256-([0-9a-f]{64})\.json$/;

/** The models of the store, by name. Reads no weights. */
export async function installedModels(home: string, ctx: Context): Promise<InstalledModel[]> {
  const found: InstalledModel[] = [];
  for (const name of await list(join(home, "models"))) {
    ctx.signal.throwIfAborted();
    const sha256 = RECORD.exec(name)?.[1];
    const model = sha256 === undefined ? null : await readInstalled(home, sha256);
    if (model) found.push(model);
  }
  return found.toSorted((a, b) => a.id.localeCompare(b.id));
}

/**
 * Reads the weights and compares their SHA-256. Returns the model when they are right; else E_MODEL_CORRUPT (nothing is
 * removed), or E_MODEL_UNKNOWN when it is not installed. `name` is a name as `findNamed` understands it.
 */
export async function verifyModel(
  home: string,
  name: string,
  onBytes: (done: number, total: number) => void,
  ctx: Context,
): Promise<InstalledModel> {
  const model = await findInstalled(home, name, ctx);
  let before = 0;
  for (const { path, bytes, sha256 } of [...model.files, ...(model.projector ? [model.projector] : [])]) {
    const actual = await digestFile(path, (done) => onBytes(before + done, model.bytes), ctx);
    before += bytes;
    if (actual === sha256) continue;
    throw new AppError("E_MODEL_CORRUPT", `${path} has the SHA-256 ${actual}, not ${sha256}.`, {
      hint: `Remove and fetch it again: \`kralle models rm ${model.id}\`, then \`kralle models pull ${model.id}\`.`,
      data: { expected: sha256, actual },
    });
  }
  const { record: path, lock } = storePaths(home, model.sha256);
  const stamp = async (): Promise<void> => {
    const record = await readRecord(path);
    const stats = await statOrNull(model.path);
    if (record && stats) await writeJsonAtomically(path, await restamp(record, model, stats));
  };
  await withLock(lock, { what: model.name }, stamp, ctx);
  return { ...model, verified: true };
}

/** Removes a model from the store and says how many bytes that freed; a file used in place is left alone. */
export async function removeModel(
  home: string,
  name: string,
  ctx: Context,
): Promise<{ id: string; freedBytes: number }> {
  const model = await findInstalled(home, name, ctx);
  const paths = storePaths(home, model.sha256);
  const remove = async (): Promise<{ id: string; freedBytes: number }> => {
    let freedBytes = 0;
    const eyes = model.projector ? [model.projector] : [];
    for (const { path } of model.inPlace ? [] : [...model.files, ...eyes]) {
      const stats = await statOrNull(path);
      if (stats?.nlink === 1) freedBytes += stats.size;
    }
    await removeTree(paths.record);
    for (const path of [...besides(paths), paths.file, folderOfParts(home, model.sha256)]) await removeTree(path);
    return { id: model.id, freedBytes };
  };
  return withLock(paths.lock, { what: model.name, waitMs: 0 }, remove, ctx);
}

/** Removes what interrupted pulls left behind, unless somebody works on it, and records whose weights are gone. */
export async function pruneFiles(home: string, ctx: Context): Promise<{ files: string[]; freedBytes: number }> {
  const { folder } = storePaths(home, "");
  const files: string[] = [];
  let freedBytes = 0;
  const names = [...(await list(join(folder, ".partial"))), ...(await list(folder))];
  for (const sha256 of new Set(names.flatMap((name) => /^sha256-([0-9a-f]{64})(?:\.|$)/.exec(name)?.[1] ?? []))) {
    const paths = storePaths(home, sha256);
    const remove = async (): Promise<void> => {
      const isGone = (await readInstalled(home, sha256)) === null;
      const orphans = isGone ? [paths.record, ...besides(paths), folderOfParts(home, sha256)] : [];
      for (const path of [paths.partial, paths.partialState, paths.parts, `${paths.file}.new`, ...orphans]) {
        const stats = await statOrNull(path);
        if (!stats) continue;
        files.push(path);
        freedBytes += stats.isFile() ? stats.size : await sizeOfFolder(path);
        await removeTree(path);
      }
    };
    try {
      await withLock(paths.lock, { what: sha256, waitMs: 0 }, remove, ctx);
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === "E_PULL_BUSY")) throw thrown;
    }
  }
  return { files, freedBytes };
}

async function findInstalled(home: string, name: string, ctx: Context): Promise<InstalledModel> {
  const models = await installedModels(home, ctx);
  const found = findNamed(models, name);
  if (found) return found;
  const names = models.map(({ id }) => id).join(", ");
  throw new AppError("E_MODEL_UNKNOWN", `"${name.slice(0, 100)}" is not installed.`, {
    hint: names === "" ? "No model is installed yet: `kralle setup` fetches one." : `Installed: ${names}.`,
  });
}

/** The model with this digest, when its files are there. Reads no weights. */
export async function readInstalled(home: string, sha256: string): Promise<InstalledModel | null> {
  const paths = storePaths(home, sha256);
  const record = await readRecord(paths.record);
  if (record?.sha256 !== sha256) return null;
  const path = record.path ?? (record.parts ? splitPaths(home, sha256, record.file).file : paths.file);
  const stored = record.parts ?? [{ file: "", bytes: record.bytes, sha256, verified: record.verified }];
  const files: InstalledFile[] = [];
  let verified = true;
  for (const part of stored) {
    const own = part.file === "" ? path : join(dirname(path), part.file);
    const stats = await statOrNull(own);
    if (!stats?.isFile()) return null;
    verified &&= isUnchanged(part, stats);
    files.push({ path: own, bytes: part.bytes, sha256: part.sha256 });
  }
  const { id, name, bytes, licence, contextTokens, source, installedAt } = record;
  const inPlace = record.path !== undefined;
  const details = record.details ?? null;
  const projector = await readProjector(details, paths);
  return {
    id,
    name,
    path,
    bytes,
    sha256,
    licence,
    contextTokens,
    source,
    installedAt,
    verified,
    inPlace,
    files,
    projector,
    details,
  };
}

async function readProjector(details: Details | null, paths: StorePaths): Promise<InstalledFile | null> {
  if (!details?.projector) return null;
  const { bytes, sha256, path = projectorPath(paths) } = details.projector;
  const stats = await statOrNull(path);
  return stats?.size === bytes ? { path, bytes, sha256 } : null;
}

async function restamp(
  record: StoredRecord,
  model: InstalledModel,
  stats: Parameters<typeof stampOf>[0],
): Promise<StoredRecord> {
  const stamped = { ...record, verified: stampOf(stats) };
  if (!record.parts) return stamped;
  const parts: NonNullable<StoredRecord["parts"]> = [];
  for (const [at, part] of record.parts.entries()) {
    const own = await statOrNull(model.files[at]?.path ?? "");
    parts.push(own ? { ...part, verified: stampOf(own) } : part);
  }
  return { ...stamped, parts };
}

/** What is kept beside weights. */
const besides = (paths: StorePaths): string[] => {
  const projector = projectorPath(paths);
  return [layersPath(paths), projector, `${projector}.json`];
};

const folderOfParts = (home: string, sha256: string): string => dirname(splitPaths(home, sha256, "part").file);

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return [];
    throw thrown;
  }
}

async function sizeOfFolder(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await list(folder)) {
    const stats = await statOrNull(join(folder, name));
    bytes += stats?.isDirectory() ? await sizeOfFolder(join(folder, name)) : (stats?.size ?? 0);
  }
  return bytes;
}
