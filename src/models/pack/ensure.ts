import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import { codeOf, removeTree, statOrNull } from "../install/files.ts";
import { withLock } from "../install/lock.ts";
import { ensureSpace } from "../install/space.ts";
import { installPackages } from "./installPackages.ts";
import { neededBytes, packName } from "./name.ts";
import { prunePack } from "./prune.ts";
import type { InstalledPack, PackOptions, PackProgress } from "./types.ts";

const PACKS_DIR = fileURLToPath(new URL("../../../packs/", import.meta.url));
const ENTRY = ["node_modules", "node-llama-cpp", "dist", "index.js"];
const LOCK_FILE = "package-lock.json";

/**
 * Makes sure that an engine pack, by default the one for this machine's processor, is in `KRALLE_HOME/packs/<hash>` and says where. The hash is that of the
 * lock file, so another version never overwrites one that is in use. Installed by npm from the lock with its integrity
 * hashes, without install scripts, nothing compiled; renamed into place when whole. Safe to call from several processes, to
 * be killed and called again; needs no network once it is there. Throws E_PACK, E_DISK_FULL, E_CANCELLED.
 */
export async function ensurePack(
  options: PackOptions,
  ctx: Context,
  name: string = packName(options.hardware),
): Promise<InstalledPack> {
  const source = join(options.packsDir ?? PACKS_DIR, name);
  try {
    const hash = await hashOf(source, name);
    const dir = join(options.home, "packs", hash);
    const found = await findPack(dir, name);
    if (found) return report(found, options, 0);
    return await install({ name, source, hash, dir }, options, ctx);
  } catch (thrown) {
    if (ctx.signal.aborted) {
      throw new AppError("E_CANCELLED", "Installing the engine was cancelled.", { cause: thrown });
    }
    throw toAppError(thrown, "E_PACK");
  }
}

/** The pack for this machine where it is installed already, else null. Throws E_PACK where no prebuilt engine exists. */
export async function installedPack(
  options: Pick<PackOptions, "home" | "packsDir" | "hardware">,
  name: string = packName(options.hardware),
): Promise<InstalledPack | null> {
  return findPack(await packFolder(options, name), name);
}

/** Where a pack is or would be. */
export async function packFolder(options: Pick<PackOptions, "home" | "packsDir">, name: string): Promise<string> {
  return join(options.home, "packs", await hashOf(join(options.packsDir ?? PACKS_DIR, name), name));
}

interface Place {
  name: string;
  source: string;
  hash: string;
  dir: string;
}

async function install(place: Place, options: PackOptions, ctx: Context): Promise<InstalledPack> {
  const folder = join(options.home, "packs");
  const start = ctx.clock.now();
  const emit = (phase: PackProgress["phase"]): void =>
    options.onProgress?.({ phase, elapsedMs: ctx.clock.now() - start });
  const work = async (): Promise<InstalledPack> => {
    const found = await findPack(place.dir, place.name); // somebody else may have been first
    if (found) return report(found, options, ctx.clock.now() - start);
    await removeStale(folder, place.hash);
    await ensureSpace(folder, neededBytes(place.name), "The engine pack", options.statfs);
    const temporary = join(folder, `.tmp-${place.hash}-${randomBytes(4).toString("hex")}`);
    const sizes = await fill(temporary, place, options, emit, ctx).catch(async (thrown: unknown) => {
      await removeTree(temporary);
      throw thrown;
    });
    await removeTree(place.dir); // only there when somebody damaged it
    await rename(temporary, place.dir);
    ctx.log.info("engine pack installed", { name: place.name, dir: place.dir, ...sizes });
    return report({ ...packAt(place.dir, place.name), sizes }, options, ctx.clock.now() - start);
  };
  const lock = join(folder, ".lock", `${place.hash}.sqlite`);
  return withLock(lock, { what: "the engine pack", onWait: () => emit("wait") }, work, ctx);
}

async function fill(
  folder: string,
  place: Place,
  options: PackOptions,
  emit: (phase: PackProgress["phase"]) => void,
  ctx: Context,
): Promise<{ installed: number; kept: number }> {
  await mkdir(folder, { mode: 0o700 });
  for (const file of ["package.json", LOCK_FILE]) await copyFile(join(place.source, file), join(folder, file));
  await installPackages(folder, options, () => emit("install"), ctx);
  emit("prune");
  const sizes = await prunePack(folder);
  if (await findPack(folder, place.name)) return sizes;
  throw new AppError("E_PACK", "npm ended without an error, but did not install the engine.", {
    hint: "`npm config ls` shows whether a setting of npm here keeps it from installing.",
  });
}

async function hashOf(source: string, name: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for (const file of ["package.json", LOCK_FILE]) hash.update(await readFile(join(source, file)));
  } catch (thrown) {
    if (codeOf(thrown) !== "ENOENT") throw thrown;
    throw new AppError("E_PACK", `The list of the engine's packages for ${name} is missing in ${source}.`, {
      hint: "Kralle's own files are incomplete: install it again.",
      cause: thrown,
    });
  }
  return hash.digest("hex").slice(0, 16);
}

function packAt(dir: string, name: string): InstalledPack {
  return { dir, entry: join(dir, ...ENTRY), name, sizes: null };
}

/** A pack is whole when its module and the folder of its prebuilt binaries are there: it appears by one rename. */
async function findPack(dir: string, name: string): Promise<InstalledPack | null> {
  const binaries = await statOrNull(join(dir, "node_modules", "@node-llama-cpp", name, "bins"));
  return binaries && (await statOrNull(join(dir, ...ENTRY))) ? packAt(dir, name) : null;
}

/** Folders of installs that were killed; the lock is held, so nobody works in them. */
async function removeStale(folder: string, hash: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`.tmp-${hash}-`)) await removeTree(join(folder, name));
  }
}

function report(pack: InstalledPack, options: PackOptions, elapsedMs: number): InstalledPack {
  options.onProgress?.({ phase: "done", elapsedMs });
  return pack;
}
