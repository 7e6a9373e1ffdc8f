import { createTwoFilesPatch } from "diff";
import { realpath } from "node:fs/promises";
import type { Blobs, Store, UndoChange } from "../../store/index.ts";
import type { ChangeKind } from "./types.ts";

export interface FileDiff {
  path: string;
  /** Where it was before, when it was moved. */
  from: string | null;
  kind: ChangeKind;
  /** Unified; null when the file is no text or nothing but its name changed. */
  diff: string | null;
}

const MAX_DIFF_BYTES = 512 * 1024;

/** What the unit of changes that is open, or was ended last, did to the files of a folder. */
export async function lastDiffs(workspace: string, store: Store): Promise<FileDiff[]> {
  const unit = await store.undo.lastUnit(await realpath(workspace), ["open", "ended"], ["done"]);
  if (!unit) return [];
  const done = (await store.undo.changes(unit.id)).filter(({ state }) => state === "done");
  return Promise.all(foldByFile(done).map((file) => toDiff(file, store.blobs)));
}

interface Folded {
  path: string;
  from: string | null;
  before: string | null;
  after: string | null;
}

/** Several changes of one file become one, from its first content to its last, also through a move. */
function foldByFile(changed: readonly UndoChange[]): Folded[] {
  const files = new Map<string, Folded>();
  for (const { kind, path, source, before, after } of changed) {
    const key = kind === "move" && source !== null ? source : path;
    const known = files.get(key);
    files.delete(key);
    files.set(path, {
      path,
      from: known ? known.from : kind === "move" ? source : null,
      before: known ? known.before : kind === "move" ? after : before,
      after,
    });
  }
  return [...files.values()].filter(({ before, after, from }) => before !== after || from !== null);
}

async function toDiff({ path, from, before, after }: Folded, blobs: Blobs): Promise<FileDiff> {
  const kind = from !== null ? "renamed" : before === null ? "created" : after === null ? "deleted" : "edited";
  if (before === after) return { path, from, kind, diff: null };
  const [old, fresh] = await Promise.all([textOf(before, blobs), textOf(after, blobs)]);
  const isShown = old !== null && fresh !== null;
  return {
    path,
    from,
    kind,
    diff: isShown ? createTwoFilesPatch(from ?? path, path, old, fresh, "", "", { context: 2 }) : null,
  };
}

async function textOf(sha256: string | null, blobs: Blobs): Promise<string | null> {
  if (sha256 === null) return "";
  const bytes = await blobs.get(sha256);
  if (bytes.length > MAX_DIFF_BYTES || bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes); // what is not UTF-8 here is nearly always that
  }
}
