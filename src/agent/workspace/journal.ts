import { rm, rmdir, unlink } from "node:fs/promises";
import type { Context } from "../../core/index.ts";
import type { Store, UndoChange } from "../../store/index.ts";
import { isMissing, readContent } from "./content.ts";
import { isErrno } from "./errno.ts";
import { withFolder } from "./folder.ts";
import { locationOf, type Place } from "./locate.ts";
import type { Writes } from "./types.ts";

export interface Journal {
  place: Place;
  store: Store;
  ctx: Context;
  writes?: Writes;
  /** The step in which changes are made; null outside of steps. */
  step: number | null;
}

/** Unique for a change, so that recovery knows what a crash left behind. */
export function temporaryName(change: UndoChange): string {
  return `.kralle-${change.unit}-${change.seq}.tmp`;
}

/**
 * Finds out whether an intended change was made, by comparing what stands there with the content before and after, and
 * records that. Used when a change failed half-way, and for what a crash left open.
 */
export async function settle(journal: Journal, change: UndoChange): Promise<void> {
  const state = change.kind === "move" ? await settleMove(journal, change) : await settleContent(journal, change);
  await journal.store.undo.setChange(change, state);
  if (state === "void") await removeFolders(journal, change.folders);
}

async function settleContent(journal: Journal, change: UndoChange): Promise<"done" | "void"> {
  const now = await shaAt(journal, change.path);
  const cleaned = await removeTemporary(journal, change);
  if (now === change.after) return "done";
  // With the temporary file still there the rename never came, whatever stands at the path by now.
  if (now === change.before || cleaned) return "void";
  return "done";
}

async function settleMove(journal: Journal, change: UndoChange): Promise<"done" | "void"> {
  const { root } = journal.place;
  const target = locationOf(change.path);
  const source = locationOf(change.source ?? "");
  const [there, here] = [await readContent(root, target), await readContent(root, source)];
  if (there === null) return here === null ? "done" : "void";
  if (there.sha256 !== change.after) return "void";
  if (here === null) return "done";
  if (here.inode !== there.inode) return "void";
  // Linked under the new name, not yet taken from the old one.
  await withFolder(root, source.folders, false, (folder) => unlink(folder.at(source.name)));
  return "done";
}

/** SHA-256 at a path of the log; null when nothing is there, "other" when something that is no plain file is. */
export async function shaAt(journal: Journal, path: string): Promise<string | null> {
  try {
    return (await readContent(journal.place.root, locationOf(path)))?.sha256 ?? null;
  } catch (thrown) {
    journal.ctx.log.debug("Not an ordinary file", { path, error: thrown });
    return "other";
  }
}

async function removeTemporary(journal: Journal, change: UndoChange): Promise<boolean> {
  const location = locationOf(change.path);
  try {
    await withFolder(journal.place.root, location.folders, false, (folder) => rm(folder.at(temporaryName(change))));
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}

/** Removes those of the folders (outermost first) that are empty. */
export async function removeFolders(journal: Journal, folders: readonly string[]): Promise<void> {
  for (const path of folders.toReversed()) {
    const location = locationOf(path);
    try {
      await withFolder(journal.place.root, location.folders, false, (folder) => rmdir(folder.at(location.name)));
    } catch (thrown) {
      if (!isMissing(thrown) && !isErrno(thrown, "ENOTEMPTY", "EEXIST", "EBUSY", "EPERM", "EACCES")) {
        journal.ctx.log.warn("An empty folder could not be removed.", { path, error: thrown });
      }
    }
  }
}

/** After a file left `path`: removes the folders above it that are empty now and that Kralle made. */
export async function pruneFolders(journal: Journal, path: string): Promise<void> {
  const parts = path.split("/").slice(0, -1);
  const above = parts.map((_name, index) => parts.slice(0, index + 1).join("/"));
  if (above.length === 0) return;
  const made = await journal.store.undo.madeFolders(journal.place.root);
  await removeFolders(
    journal,
    above.filter((folder) => made.has(folder)),
  );
}
