import { AppError } from "../../core/index.ts";
import type { UndoChange, UndoUnit } from "../../store/index.ts";
import { moveBetween, unlinkAt } from "./change.ts";
import { expectedNow, foldChanges } from "./fold.ts";
import { withFolder } from "./folder.ts";
import { pruneFolders, removeFolders, settle, shaAt, temporaryName, type Journal } from "./journal.ts";
import { locationOf } from "./locate.ts";
import { quote, shown } from "./paths.ts";
import { placeFile } from "./place.ts";
import type { Change } from "./types.ts";

/**
 * Takes back the last unit that holds a change. Nothing is touched when a file is not as the unit left it. An undo that
 * failed half-way (a full disk) is gone on with by the next call, or when the workspace is opened next.
 */
export async function undoLast(journal: Journal): Promise<{ label: string; changes: Change[] }> {
  const { undo } = journal.store;
  const unit = await undo.lastUnit(journal.place.root, ["open", "ended", "undoing"], ["done"]);
  if (unit === null) {
    throw new AppError("E_NOTHING_TO_UNDO", "There is no change in this workspace that could be undone.");
  }
  const done = (await undo.changes(unit.id)).filter((change) => change.state === "done");
  if (unit.state !== "undoing") {
    await refuseConflict(journal, done);
    await undo.setUnit(unit.id, "undoing");
  }
  await revertAll(journal, unit, done);
  return { label: unit.label, changes: foldChanges(done) };
}

/** What a crash left open: intents are settled, open units ended, a begun undo carried to its end. */
export async function recover(journal: Journal): Promise<void> {
  const { undo } = journal.store;
  for (const unit of await undo.units(journal.place.root, ["open", "undoing"])) {
    for (const change of await undo.changes(unit.id))
      if (change.state === "intent") await settleOrKeep(journal, change);
    const done = (await undo.changes(unit.id)).filter((change) => change.state === "done");
    if (unit.state === "open") await undo.setUnit(unit.id, "ended");
    else await resumeUndo(journal, unit, done);
  }
}

/** What cannot be found out (somebody put a link there since) counts as done: then undo names the file, and loses nothing. */
async function settleOrKeep(journal: Journal, change: UndoChange): Promise<void> {
  try {
    await settle(journal, change);
  } catch (thrown) {
    journal.ctx.log.warn("It is unclear whether a change was made.", { path: change.path, error: thrown });
    await journal.store.undo.setChange(change, "done");
  }
}

/** A begun undo that cannot go on now (a full disk) stays begun; it must not keep the workspace from opening. */
async function resumeUndo(journal: Journal, unit: UndoUnit, changes: readonly UndoChange[]): Promise<void> {
  try {
    await revertAll(journal, unit, changes);
  } catch (thrown) {
    journal.ctx.log.error("An undo that was interrupted could not be finished.", { label: unit.label, error: thrown });
  }
}

/**
 * Takes back changes of a unit that goes on: those of a step that a crash ended. One that a crash ended on its way back already is
 * only noted. Stops at a file that somebody changed since.
 */
export async function takeBack(journal: Journal, changes: readonly UndoChange[]): Promise<void> {
  for (const change of changes.toReversed()) {
    const now = await shaAt(journal, change.path);
    const before = change.kind === "move" ? null : change.before;
    if (now !== change.after && now !== before) throw changedSince(change.path, now, change.after);
    await revertOne(journal, change);
  }
}

async function refuseConflict(journal: Journal, changes: readonly UndoChange[]): Promise<void> {
  const all = expectedNow(changes);
  for (const [path, expected] of all) {
    const now = await shaAt(journal, path);
    if (now === expected || (expected === null && now === "other" && isOwnFolder(path, all))) continue;
    throw changedSince(path, now, expected);
  }
}

function changedSince(path: string, now: string | null, expected: string | null): AppError {
  const what = now === null ? "is gone" : expected === null ? "is there again" : "was changed";
  return new AppError("E_UNDO_CONFLICT", `${quote(shown(path))} ${what} since; undoing would lose that.`, {
    hint: "Put the file back as it was or copy it elsewhere, then undo again.",
    data: { path: shown(path) },
  });
}

/** Where a file was taken away, a folder of that name was made for another file. */
function isOwnFolder(path: string, expected: ReadonlyMap<string, string | null>): boolean {
  return [...expected].some(([file, sha256]) => sha256 !== null && file.startsWith(`${path}/`));
}

async function revertAll(journal: Journal, unit: UndoUnit, changes: readonly UndoChange[]): Promise<void> {
  const { undo } = journal.store;
  for (const change of changes.toReversed()) await revertOne(journal, change);
  await undo.setUnit(unit.id, "undone");
}

async function revertOne(journal: Journal, change: UndoChange): Promise<void> {
  await revert(journal, change);
  await journal.store.undo.setChange(change, "undone");
  await removeFolders(journal, change.folders);
  await pruneFolders(journal, change.path);
}

/** Can be repeated: what a crash interrupted is done once more, what was done is left. */
async function revert(journal: Journal, change: UndoChange): Promise<void> {
  const target = locationOf(change.path);
  const now = await shaAt(journal, change.path);
  if (change.kind === "move") {
    if (now === change.after) await moveBetween(journal, target, locationOf(change.source ?? ""));
    return;
  }
  if (now === change.before || now !== change.after) return;
  if (change.before === null) return unlinkAt(journal, target);
  const written = {
    bytes: journal.store.blobs.stream(change.before),
    mode: change.mode,
    modified: change.modified,
  };
  await withFolder(journal.place.root, target.folders, true, (folder) =>
    placeFile(folder, target.name, temporaryName(change), written, now === null),
  );
}
