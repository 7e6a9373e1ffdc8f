import { createTwoFilesPatch } from "diff";
import { realpath } from "node:fs/promises";
import { z } from "zod";
import { openWorkspace, type Change } from "../../agent/index.ts";
import type { Blobs, UndoChange } from "../../store/index.ts";
import { defineCommand } from "../command.ts";

const workspaceInput = z.object({ workspace: z.string().min(1) });

/** Takes back the last change in a folder. */
export const undo = defineCommand<typeof workspaceInput, { label: string; changes: Change[] }, never>({
  about: "takes back the last change in a folder",
  input: workspaceInput,
  async run({ workspace }, { services, ctx }) {
    await services.hold();
    const opened = await openWorkspace(workspace, await services.store(), ctx);
    return opened.undo();
  },
});

export interface FileDiff {
  path: string;
  /** Where it was before, when it was moved. */
  from: string | null;
  kind: Change["kind"];
  /** Unified; null when the file is no text or nothing but its name changed. */
  diff: string | null;
}

const MAX_DIFF_BYTES = 512 * 1024;

/** What the last piece of work changed in a folder, as differences of text. */
export const changes = defineCommand<typeof workspaceInput, FileDiff[], never>({
  about: "shows what the last work changed",
  input: workspaceInput,
  async run({ workspace }, { services }) {
    const store = await services.store();
    const unit = await store.undo.lastUnit(await realpath(workspace), ["open", "ended"], ["done"]);
    if (!unit) return [];
    const done = (await store.undo.changes(unit.id)).filter(({ state }) => state === "done");
    return Promise.all(foldByFile(done).map((file) => toDiff(file, store.blobs)));
  },
});

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
