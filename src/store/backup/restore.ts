import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, sep } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { createBlobs } from "../blobs.ts";
import { toStoreError } from "../errors.ts";
import { ensureHome } from "../home.ts";
import { migrate } from "../migrations.ts";
import { createSpace } from "../space.ts";
import { openSqlite } from "../sqlite.ts";
import { checkDatabase } from "./databaseThread.ts";
import { copyPrivately, hashFile, sizeOf, syncPath } from "./files.ts";
import { finishRestore, MARKER, type RestoreMarker } from "./finish.ts";
import { backupsFolder } from "./folder.ts";
import { describeBackup, readManifest } from "./list.ts";
import { ENGINE_FILE, STORE_FILE, type Manifest } from "./manifest.ts";
import { keepShut } from "./shut.ts";

export interface RestoreOptions {
  /** Also where the home holds data already; that is moved aside, never deleted. */
  force?: boolean;
  /** Makes the workflow engine's file, where there is one, fit to go on from: nothing in it may begin by itself. */
  settleEngine?: (file: string) => Promise<void>;
}

export interface Restored {
  name: string;
  /** ms UTC */
  created: number;
  /** Messages that were waiting then: a person decides whether they are sent again. */
  interrupted: number;
  /** Tokens and browsers that may not come in any more, because they were revoked since, or nobody can say. */
  revoked: number;
  /** Where what stood there is now; null where nothing did. */
  aside: string | null;
  /** Contents that the database names and the backup did not have. */
  missing: number;
}

const STAGE = ".restore-";

/**
 * Puts a backup (a name in `KRALLE_HOME/backups`, or a folder) in the place of what is there. Every byte is checked before
 * anything is touched. The caller holds the home and has no store open. Nothing that was waiting in the backup begins again by
 * itself: it may have been done since. Throws E_NOT_FOUND, E_STORE for a damaged backup or one of a newer Kralle, E_EXISTS where
 * there is data and `force` is not set, E_DISK_FULL.
 */
export async function restoreBackup(
  home: string,
  from: string,
  options: RestoreOptions,
  ctx: Context,
): Promise<Restored> {
  const stageName = `${STAGE}${randomUUID()}`;
  const stage = join(home, stageName);
  try {
    await ensureHome(home);
    await finishRestore(home);
    const folder = isAbsolute(from) || from.includes(sep) ? from : join(backupsFolder(home), from);
    const manifest = await requireGood(folder, ctx);
    const isEmpty = (await sizeOf(join(home, STORE_FILE))) === null;
    if (!isEmpty && options.force !== true) throw taken(home);
    await removeStages(home);
    createSpace(home, 0).require(manifest.files.reduce((sum, { bytes }) => sum + bytes, 0));
    await mkdir(stage, { mode: 0o700 });
    await copyIn(home, folder, stage, manifest, ctx);
    const settled = await settleStore(join(stage, STORE_FILE), join(home, STORE_FILE), ctx);
    const engine = join(stage, ENGINE_FILE);
    if ((await sizeOf(engine)) !== null) await options.settleEngine?.(engine);
    const at = new Date(ctx.clock.now()).toISOString().replaceAll(/[:.]/g, "-");
    const aside = join("replaced", at).replaceAll("\\", "/");
    const gone: RestoreMarker["gone"] = (await sizeOf(engine)) === null ? [ENGINE_FILE] : [];
    await commit(home, { stage: stageName, aside, gone });
    const { created, missing } = manifest;
    return {
      name: from,
      created,
      ...settled,
      aside: isEmpty ? null : join(home, aside),
      missing: missing.length,
    };
  } catch (thrown) {
    // Once the marker stands, the stage belongs to it, and the next opening carries it to its end.
    if ((await sizeOf(join(home, MARKER))) === null) await rm(stage, { recursive: true, force: true });
    ctx.signal.throwIfAborted();
    throw toStoreError(thrown, home);
  }
}

async function requireGood(folder: string, ctx: Context): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const { state, problem } = await describeBackup(folder, ctx, { check: true });
  if (state === "good") return manifest;
  if (state === "newer") {
    throw new AppError("E_STORE", `The backup ${folder} was made by a newer Kralle (${problem}).`, {
      hint: "Update Kralle and restore again.",
    });
  }
  throw new AppError("E_STORE", `The backup ${folder} is damaged: ${problem}. Nothing was changed.`, {
    hint: "`kralle backup list` shows the others.",
  });
}

function taken(home: string): AppError {
  return new AppError("E_EXISTS", `The home folder ${home} holds data already.`, {
    hint: "With --force it is moved aside (nothing is deleted) and the backup takes its place.",
  });
}

async function copyIn(home: string, folder: string, stage: string, { files }: Manifest, ctx: Context): Promise<void> {
  const blobs = createBlobs(join(home, "blobs"));
  for (const { path, sha256 } of files) {
    ctx.signal.throwIfAborted();
    if (!path.startsWith("blobs/")) {
      const target = join(stage, path);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await copyPrivately(join(folder, path), target);
      await requireHash(target, sha256, ctx);
      await syncPath(target);
    } else if (!(await isSound(join(home, path), sha256, ctx))) {
      await blobs.putStream(createReadStream(join(folder, path)));
    }
  }
}

async function isSound(path: string, sha256: string, ctx: Context): Promise<boolean> {
  return (await sizeOf(path)) !== null && (await hashFile(path, ctx.signal)).sha256 === sha256;
}

async function requireHash(path: string, sha256: string, ctx: Context): Promise<void> {
  if ((await hashFile(path, ctx.signal)).sha256 === sha256) return;
  throw new AppError("E_STORE", `The backup changed while it was read: ${path}. Nothing was changed.`);
}

/** Brings the copy to this version's schema, marks what was waiting, and keeps shut what `present` says is shut. */
async function settleStore(
  path: string,
  present: string,
  ctx: Context,
): Promise<Pick<Restored, "interrupted" | "revoked">> {
  const faults = await checkDatabase(path, ctx);
  if (faults.length > 0) {
    throw new AppError("E_STORE", `The database of the backup is damaged: ${faults[0]}. Nothing was changed.`, {
      hint: "`kralle backup list` shows the others.",
    });
  }
  const db = openSqlite(path);
  try {
    await migrate(db, ctx.clock.now);
    await db.run("UPDATE effects SET state = 'unknown' WHERE state IN ('intended', 'sent')"); // they may have been done since
    const sql = "UPDATE messages SET state = 'interrupted' WHERE state IN ('waiting', 'running')";
    return { interrupted: (await db.run(sql)).changes, revoked: await keepShut(db, present, ctx) };
  } finally {
    await db.close();
  }
}

/** From the marker on, the restore happens. */
async function commit(home: string, marker: RestoreMarker): Promise<void> {
  const stage = join(home, marker.stage);
  for (const name of await readdir(stage, { recursive: true })) await syncPath(join(stage, name));
  await syncPath(stage);
  const temporary = join(home, `${MARKER}.tmp`);
  await writeFile(temporary, JSON.stringify(marker), { mode: 0o600, flush: true });
  await rename(temporary, join(home, MARKER));
  await syncPath(home);
  await finishRestore(home);
}

/** Left by a restore that did not come to its marker. */
async function removeStages(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith(STAGE)) await rm(join(home, name), { recursive: true, force: true });
  }
}
