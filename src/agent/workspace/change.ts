import { unlink } from "node:fs/promises";
import { AppError } from "../../core/index.ts";
import type { UndoChange } from "../../store/index.ts";
import { readContent, type Content } from "./content.ts";
import { withFolder } from "./folder.ts";
import { pruneFolders, settle, temporaryName, type Journal } from "./journal.ts";
import { locate, type Location } from "./locate.ts";
import { checkChangeable, checkNewName, notFound, outside, quote } from "./paths.ts";
import { exists, placeFile, renameExclusive } from "./place.ts";

type Draft = Omit<UndoChange, "seq" | "state" | "step" | "unit">;

/** Creates or replaces a file. Returns whether anything changed (the same bytes again do not). */
export async function writeFile(
  journal: Journal,
  unit: () => Promise<string>,
  path: string,
  bytes: Buffer,
  mayReplace: boolean,
): Promise<void> {
  const location = await locateForChange(journal, path);
  if (location.exists && !mayReplace) throw exists(path);
  const old = location.exists ? await contentForChange(journal, location, true) : null;
  if (old !== null && old.links > 1) throw outside(path, "it is a hard link, the same file under another name");
  const after = await journal.store.blobs.put(bytes);
  if (old?.sha256 === after) return;
  await journal.writes?.written(location.path, after);
  const draft: Draft = {
    kind: old === null ? "create" : "write",
    path: location.path,
    source: null,
    before: old?.sha256 ?? null,
    after,
    mode: old?.mode ?? null,
    modified: old?.modified ?? null,
    folders: location.missing,
  };
  await perform(journal, await unit(), draft, (change) =>
    withFolder(journal.place.root, location.folders, true, (folder) => {
      const written = { bytes, mode: draft.mode, modified: null };
      return placeFile(folder, location.name, temporaryName(change), written, old === null);
    }),
  );
}

export async function moveFile(journal: Journal, unit: () => Promise<string>, from: string, to: string): Promise<void> {
  const source = await locateForChange(journal, from);
  if (!source.exists) throw notFound(from);
  refuseLink(source);
  const target = await locateForChange(journal, to);
  const onItself = target.exists && target.path === source.path;
  if (target.exists && !onItself) throw exists(to);
  if (target.missing.some((folder) => folder === source.path))
    throw new AppError("E_INPUT", `${quote(to)} lies in itself.`);
  const { sha256, mode, modified } = await contentForChange(journal, source, false);
  if (onItself) return;
  await journal.writes?.moved(source.path, target.path, sha256);
  const draft: Draft = {
    kind: "move",
    path: target.path,
    source: source.path,
    before: sha256,
    after: sha256,
    mode,
    modified,
    folders: target.missing,
  };
  await perform(journal, await unit(), draft, () => moveBetween(journal, source, target));
  await pruneFolders(journal, source.path);
}

export async function moveBetween(journal: Journal, source: Location, target: Location): Promise<void> {
  const { root } = journal.place;
  await withFolder(root, source.folders, false, (from) =>
    withFolder(root, target.folders, true, async (to) => {
      await renameExclusive(from, source.name, to, target.name);
      await to.sync();
      await from.sync();
    }),
  );
}

export async function removeFile(journal: Journal, unit: () => Promise<string>, path: string): Promise<void> {
  const location = await locateForChange(journal, path);
  if (!location.exists) throw notFound(path);
  refuseLink(location);
  const { sha256, mode, modified } = await contentForChange(journal, location, true);
  const draft: Draft = {
    kind: "remove",
    path: location.path,
    source: null,
    before: sha256,
    after: null,
    mode,
    modified,
    folders: [],
  };
  await perform(journal, await unit(), draft, () => unlinkAt(journal, location));
  await pruneFolders(journal, location.path);
}

export async function unlinkAt(journal: Journal, location: Location): Promise<void> {
  await withFolder(journal.place.root, location.folders, false, async (folder) => {
    await unlink(folder.at(location.name));
    await folder.sync();
  });
}

/** Intent on disk, then the change, then its outcome. When the change fails, what really happened is found out. */
async function perform(
  journal: Journal,
  unit: string,
  draft: Draft,
  make: (change: UndoChange) => Promise<void>,
): Promise<void> {
  const change = await journal.store.undo.addChange({ ...draft, unit, step: journal.step });
  try {
    await make(change);
  } catch (thrown) {
    await settle(journal, change);
    throw thrown;
  }
  await journal.store.undo.setChange(change, "done");
}

async function locateForChange(journal: Journal, path: string): Promise<Location> {
  const location = await locate(journal.place, path);
  checkChangeable(path, [...location.folders, location.name]);
  if (!location.exists) checkNewName(path, location.name);
  return location;
}

async function contentForChange(journal: Journal, location: Location, keep: boolean): Promise<Content> {
  const content = await readContent(journal.place.root, location, keep ? journal.store.blobs : undefined);
  if (content === null) throw notFound(location.asked);
  return content;
}

function refuseLink(location: Location): void {
  if (!location.link) return;
  throw new AppError("E_INPUT", `${quote(location.asked)} is a link; links are neither moved nor removed.`, {
    hint: "Name the file it leads to.",
  });
}
