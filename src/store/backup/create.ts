import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { isLocked, toStoreError } from "../errors.ts";
import { createSpace } from "../space.ts";
import { copyDatabase } from "./databaseThread.ts";
import { codeOf, copyPrivately, hashFile, isMissing, sizeOf, syncPath } from "./files.ts";
import { backupsFolder } from "./folder.ts";
import { listKept } from "./kept.ts";
import { listBackups, readManifest } from "./list.ts";
import { CONFIG_FILE, ENGINE_FILE, MANIFEST, STORE_FILE, type BackupFile, type Manifest } from "./manifest.ts";
import type { BackupInfo, Copiers } from "./types.ts";

export interface CreateBackupOptions {
  kind?: Manifest["kind"];
  /** Where to; `KRALLE_HOME/backups` without it. */
  folder?: string;
  copiers?: Copiers;
}

const PARTIAL = ".partial-";
const STALE_MS = 24 * 60 * 60 * 1_000;

/**
 * A consistent copy of what cannot be made again: database, workflow engine's file, settings, attachments, skills, and the contents that
 * the database names; models and the folders that people work in are not. Other work goes on meanwhile. It appears whole, by one rename, or not at all. Contents that are in the
 * backup before are shared with it (a hard link), so that one more backup costs little. Where another process holds the engine's
 * file and nobody copies it for us, the backup is without it. Throws E_DISK_FULL before it begins.
 */
export async function createBackup(home: string, options: CreateBackupOptions, ctx: Context): Promise<BackupInfo> {
  const root = options.folder ?? backupsFolder(home);
  const partial = join(root, `${PARTIAL}${randomUUID()}`);
  try {
    if ((await sizeOf(join(home, STORE_FILE))) === null) {
      throw new AppError("E_NOT_FOUND", `There is nothing to back up in ${home} yet.`);
    }
    await mkdir(root, { recursive: true, mode: 0o700 });
    await removeStale(root, ctx);
    await requireRoom(home, root);
    await mkdir(partial, { mode: 0o700 });
    const manifest = await fill(home, root, partial, options, ctx);
    const name = await settle(root, partial, manifest);
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const { created, kind, isPartial } = manifest;
    return { name, folder: join(root, name), kind, created, bytes, isPartial, state: "good", problem: null };
  } catch (thrown) {
    await rm(partial, { recursive: true, force: true });
    ctx.signal.throwIfAborted();
    throw toStoreError(thrown, root);
  }
}

async function fill(
  home: string,
  root: string,
  partial: string,
  { kind = "manual", copiers = new Map() }: CreateBackupOptions,
  ctx: Context,
): Promise<Manifest> {
  const created = ctx.clock.now();
  const { version, blobs } = await copyInto(home, partial, STORE_FILE, ctx);
  const engine = await copyEngine(home, partial, copiers, ctx);
  const files: BackupFile[] = [await describe(partial, STORE_FILE, ctx)];
  if (engine !== null) files.push(await describe(partial, ENGINE_FILE, ctx));
  if ((await sizeOf(join(home, CONFIG_FILE))) !== null) {
    await copyPrivately(join(home, CONFIG_FILE), join(partial, CONFIG_FILE));
    files.push(await describe(partial, CONFIG_FILE, ctx));
  }
  const missing: string[] = [];
  const before = (await listBackups(root, ctx)).find(({ state }) => state === "unchecked")?.folder ?? null;
  for (const sha256 of blobs) {
    const path = `blobs/${sha256.slice(0, 2)}/${sha256}`;
    const file = await takeFile(home, before, partial, path, sha256, ctx);
    if (file) files.push(file);
    else missing.push(sha256);
  }
  const known = new Map(
    before === null ? [] : (await readManifest(before)).files.map((file) => [file.path, file.sha256]),
  );
  for (const path of await listKept(home)) {
    const same = before !== null && (await isSame(join(home, path), known.get(path), ctx)) ? before : null;
    const file = await takeFile(home, same, partial, path, known.get(path) ?? null, ctx);
    if (file) files.push(file);
  }
  const isPartial = engine === null && (await sizeOf(join(home, ENGINE_FILE))) !== null;
  return { format: 1, created, kind, schema: { store: version, engine }, isPartial, files, missing };
}

async function copyInto(home: string, partial: string, name: string, ctx: Context) {
  const target = join(partial, name);
  await (await open(target, "wx", 0o600)).close();
  return copyDatabase(join(home, name), target, ctx);
}

/** Its version; null where there is no such file. */
async function copyEngine(home: string, partial: string, copiers: Copiers, ctx: Context): Promise<number | null> {
  if ((await sizeOf(join(home, ENGINE_FILE))) === null) return null;
  const copier = copiers.get(ENGINE_FILE);
  if (!copier) return copyEngineAlone(home, partial, ctx);
  const raw = join(partial, `${ENGINE_FILE}.raw`);
  await copier(raw);
  await (await open(join(partial, ENGINE_FILE), "wx", 0o600)).close();
  const { version } = await copyDatabase(raw, join(partial, ENGINE_FILE), ctx);
  await rm(raw);
  return version;
}

async function copyEngineAlone(home: string, partial: string, ctx: Context): Promise<number | null> {
  try {
    return (await copyInto(home, partial, ENGINE_FILE, ctx)).version;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !isLocked(thrown)) throw thrown;
    await rm(join(partial, ENGINE_FILE), { force: true });
    return null;
  }
}

async function describe(partial: string, path: string, ctx: Context): Promise<BackupFile> {
  await syncPath(join(partial, path));
  return { path, ...(await hashFile(join(partial, path), ctx.signal)) };
}

/** One content into the backup: shared with the one before where that has it, whole and unchanged, else copied; null when it is gone. */
async function takeFile(
  home: string,
  before: string | null,
  partial: string,
  path: string,
  sha256: string | null,
  ctx: Context,
): Promise<BackupFile | null> {
  const target = join(partial, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const sources = before === null ? [home] : [before, home];
  for (const source of sources) {
    try {
      if (source === before) await link(join(source, path), target);
      else await copyPrivately(join(source, path), target);
      const file = await describe(partial, path, ctx);
      if (file.sha256 === sha256 || (source === home && !path.startsWith("blobs/"))) return file;
      await rm(target);
    } catch (thrown) {
      const isNotThere = isMissing(thrown) || (source === before && codeOf(thrown) !== "ENOSPC");
      if (!isNotThere) throw thrown;
    }
  }
  return null;
}

async function isSame(path: string, sha256: string | undefined, ctx: Context): Promise<boolean> {
  if (sha256 === undefined || (await sizeOf(path)) === null) return false;
  return (await hashFile(path, ctx.signal)).sha256 === sha256;
}

async function settle(root: string, partial: string, manifest: Manifest): Promise<string> {
  await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true });
  for (const folder of foldersOf(manifest)) await syncPath(join(partial, folder));
  const at = new Date(manifest.created).toISOString().replaceAll(/[:.]/g, "-");
  const plain = manifest.kind === "daily" ? `${at}-daily` : at;
  const taken = new Set(await readdir(root));
  let name = plain;
  for (let n = 2; taken.has(name); n += 1) name = `${plain}-${n}`;
  await rename(partial, join(root, name));
  await syncPath(root);
  return name;
}

function foldersOf({ files }: Manifest): Set<string> {
  const folders = new Set(["."]);
  for (const { path } of files) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

/** Left by a process that ended amid it; a younger one may be at work. */
async function removeStale(root: string, ctx: Context): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(PARTIAL)) continue;
    const { mtimeMs } = await stat(join(root, name));
    if (ctx.clock.now() - mtimeMs > STALE_MS) await rm(join(root, name), { recursive: true, force: true });
  }
}

async function requireRoom(home: string, root: string): Promise<void> {
  let bytes = 0;
  for (const name of [STORE_FILE, `${STORE_FILE}-wal`, ENGINE_FILE, `${ENGINE_FILE}-wal`]) {
    bytes += (await sizeOf(join(home, name))) ?? 0;
  }
  for (const path of await listKept(home)) bytes += (await sizeOf(join(home, path))) ?? 0;
  createSpace(root).require(bytes);
}
