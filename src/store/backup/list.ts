import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { MIGRATIONS } from "../migrations.ts";
import { hashFile, isMissing, sizeOf } from "./files.ts";
import { MANIFEST, parseManifest, type Manifest } from "./manifest.ts";
import type { BackupInfo } from "./types.ts";

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z(?:-daily)?(?:-\d+)?$/;

/** Those of a folder, newest first. With `check` every byte is read and compared; else only their manifests. */
export async function listBackups(
  root: string,
  ctx: Context,
  options: { check?: boolean } = {},
): Promise<BackupInfo[]> {
  const names = await readdir(root).catch((thrown: unknown) => {
    if (isMissing(thrown)) return [];
    throw thrown;
  });
  const found = names.filter((name) => NAME.test(name)).toSorted();
  const infos: BackupInfo[] = [];
  for (const name of found.toReversed()) infos.push(await describeBackup(join(root, name), ctx, options));
  return infos;
}

export async function describeBackup(
  folder: string,
  ctx: Context,
  { check = false }: { check?: boolean } = {},
): Promise<BackupInfo> {
  const info = { name: basename(folder), folder };
  let manifest: Manifest;
  try {
    manifest = await readManifest(folder);
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...info, kind: null, created: null, bytes: 0, isPartial: false, state: "damaged", problem };
  }
  const { kind, created, files, schema, isPartial } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const known = { ...info, kind, created, bytes, isPartial };
  const newest = MIGRATIONS.at(-1)?.id ?? 0;
  if (schema.store > newest) {
    return { ...known, state: "newer", problem: `schema ${schema.store}, known up to ${newest}` };
  }
  if (!check) return { ...known, state: "unchecked", problem: null };
  const problem = await findFault(folder, manifest, ctx);
  return { ...known, state: problem === null ? "good" : "damaged", problem };
}

export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return parseManifest(await readFile(join(folder, MANIFEST), "utf8"), folder);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError("E_NOT_FOUND", `There is no backup in ${folder}.`, {
      hint: `\`kralle backup list\` shows those in ${dirname(folder)}.`,
      cause: thrown,
    });
  }
}

/** The first file that is not as it was written; null when all are. Links are none: they could lead anywhere. */
async function findFault(folder: string, { files }: Manifest, ctx: Context): Promise<string | null> {
  for (const { path, bytes, sha256 } of files) {
    ctx.signal.throwIfAborted();
    const size = await sizeOf(join(folder, path));
    if (size === null) return `${path} is missing`;
    if (size !== bytes) return `${path} has ${size} bytes, not ${bytes}`;
    if (path.startsWith("blobs/") && !path.endsWith(sha256)) return `${path} is not called by its content`;
    if ((await hashFile(join(folder, path), ctx.signal)).sha256 !== sha256) return `${path} was changed`;
  }
  return null;
}
