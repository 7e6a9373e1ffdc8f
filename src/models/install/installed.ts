import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { digestFile } from "./digest.ts";
import { codeOf, removeTree, statOrNull, writeJsonAtomically } from "./files.ts";
import { withLock } from "./lock.ts";
import { storePaths } from "./paths.ts";
import { isUnchanged, readRecord, stampOf, type StoredRecord } from "./record.ts";

export interface InstalledModel {
  id: string;
  name: string;
  path: string;
  bytes: number;
  sha256: string;
  licence: string;
  contextTokens: number;
  /** Who delivered it. */
  source: string;
  /** ISO 8601 */
  installedAt: string;
  /** False when the file changed since its digest was checked; `verifyModel` or a pull settles it. */
  verified: boolean;
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
 * removed), or E_MODEL_UNKNOWN when it is not installed. `name` is an id or a digest.
 */
export async function verifyModel(
  home: string,
  name: string,
  onBytes: (done: number, total: number) => void,
  ctx: Context,
): Promise<InstalledModel> {
  const model = await findInstalled(home, name, ctx);
  const paths = storePaths(home, model.sha256);
  const stats = await statOrNull(model.path);
  const actual = await digestFile(model.path, (done) => onBytes(done, model.bytes), ctx);
  const record = await readRecord(paths.record);
  if (actual !== model.sha256 || !stats || !record) {
    throw new AppError("E_MODEL_CORRUPT", `${model.path} has the SHA-256 ${actual}, not ${model.sha256}.`, {
      hint: `Remove and fetch it again: \`kralle models rm ${model.id}\`, then \`kralle models pull ${model.id}\`.`,
      data: { expected: model.sha256, actual },
    });
  }
  await writeJsonAtomically(paths.record, { ...record, verified: stampOf(stats) } satisfies StoredRecord);
  return { ...model, verified: true };
}

/** Removes a model from the store and says how many bytes that freed; a file used in place is left alone. */
export async function removeModel(home: string, name: string, ctx: Context): Promise<{ freedBytes: number }> {
  const model = await findInstalled(home, name, ctx);
  const paths = storePaths(home, model.sha256);
  const remove = async (): Promise<{ freedBytes: number }> => {
    const stats = await statOrNull(paths.file);
    await removeTree(paths.record);
    await removeTree(paths.file);
    return { freedBytes: stats && stats.nlink === 1 ? stats.size : 0 };
  };
  return withLock(paths.lock, { what: model.name, waitMs: 0 }, remove, ctx);
}

/** Removes what interrupted pulls left behind, unless somebody works on it, and records whose weights are gone. */
export async function pruneFiles(home: string, ctx: Context): Promise<{ files: string[]; freedBytes: number }> {
  const { folder } = storePaths(home, "");
  const files: string[] = [];
  let freedBytes = 0;
  const names = [...(await list(join(folder, ".partial"))), ...(await list(folder))];
  for (const sha256 of new Set(names.flatMap((name) => /^sha256-([0-9a-f]{64})\./.exec(name)?.[1] ?? []))) {
    const paths = storePaths(home, sha256);
    const remove = async (): Promise<void> => {
      const orphan = (await readInstalled(home, sha256)) === null ? [paths.record] : [];
      for (const path of [paths.partial, paths.partialState, paths.parts, `${paths.file}.new`, ...orphan]) {
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
  const found = models.find((model) => model.id === name || model.sha256 === name || model.name === name);
  if (found) return found;
  const names = models.map(({ id }) => id).join(", ");
  throw new AppError("E_MODEL_UNKNOWN", `"${name.slice(0, 100)}" is not installed.`, {
    hint: names === "" ? "No model is installed yet: `kralle setup` fetches one." : `Installed: ${names}.`,
  });
}

async function readInstalled(home: string, sha256: string): Promise<InstalledModel | null> {
  const paths = storePaths(home, sha256);
  const record = await readRecord(paths.record);
  if (record?.sha256 !== sha256) return null;
  const path = record.path ?? paths.file;
  const stats = await statOrNull(path);
  if (!stats?.isFile()) return null;
  const { id, name, bytes, licence, contextTokens, source, installedAt } = record;
  const verified = isUnchanged(record, stats);
  return { id, name, path, bytes, sha256, licence, contextTokens, source, installedAt, verified };
}

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
