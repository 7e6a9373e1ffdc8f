import { lstat, realpath, stat } from "node:fs/promises";
import { AppError, type Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { moveFile, removeFile, writeFile } from "./change.ts";
import { readBytes, toFileError } from "./content.ts";
import { foldChanges } from "./fold.ts";
import { withFolder } from "./folder.ts";
import type { Journal } from "./journal.ts";
import { listFiles, toEntry } from "./list.ts";
import { isInside, locate, type Place } from "./locate.ts";
import { notFound, shown } from "./paths.ts";
import type { Change, FileEntry, Workspace, Writes } from "./types.ts";
import { recover, takeBack, undoLast } from "./undo.ts";

/**
 * Opens a folder as a workspace and first brings to an end what a crash left open in it. Throws E_NOT_FOUND or E_INPUT
 * when it is no folder. `ctx` serves all later calls; its signal cancels them between changes, never within one.
 */
export async function openWorkspace(root: string, store: Store, ctx: Context): Promise<Workspace> {
  const place = await toPlace(root, store.home);
  const journal: Journal = { place, store, ctx, step: null };
  await recover(journal);
  return new FolderWorkspace(journal);
}

async function toPlace(root: string, home: string): Promise<Place> {
  const real = await realpath(root).catch((thrown: unknown) => {
    throw new AppError("E_NOT_FOUND", `The workspace folder ${root} does not exist.`, {
      hint: "Name an existing folder with --workspace.",
      cause: thrown,
    });
  });
  if (!(await stat(real)).isDirectory()) {
    throw new AppError("E_INPUT", `${root} is a file, not a folder.`, { hint: "Name a folder with --workspace." });
  }
  const realHome = await realpath(home);
  if (real === realHome) {
    throw new AppError("E_INPUT", `${root} is Kralle's own home folder.`, { hint: "Choose another folder." });
  }
  return { root: real, home: isInside(real, realHome) ? realHome : null };
}

class FolderWorkspace implements Workspace {
  readonly root: string;
  readonly #journal: Journal;
  /** The unit that is open, or made at the first change after `begin`. */
  #begun: { run: string; label: string } | null = null;
  #unit: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal) {
    this.root = journal.place.root;
    this.#journal = journal;
  }

  watch(writes: Writes): void {
    this.#journal.writes = writes;
  }

  list(): Promise<FileEntry[]> {
    return listFiles(this.#journal.place, this.#journal.ctx);
  }

  stat(path: string): Promise<FileEntry | null> {
    return explained(path, async () => {
      const location = await locate(this.#journal.place, path);
      if (!location.exists) return null;
      const info = await withFolder(this.root, location.folders, false, (folder) =>
        lstat(folder.at(location.name), { bigint: true }),
      );
      return info.isFile() ? { ...toEntry(shown(location.path), info), link: location.link } : null;
    });
  }

  read(path: string): Promise<Buffer> {
    return explained(path, async () => {
      const location = await locate(this.#journal.place, path);
      if (!location.exists) throw notFound(path);
      return readBytes(this.root, location);
    });
  }

  create(path: string, bytes: Buffer): Promise<void> {
    return this.#change("create", path, (unit) => writeFile(this.#journal, unit, path, bytes, false));
  }

  write(path: string, bytes: Buffer): Promise<void> {
    return this.#change("write", path, (unit) => writeFile(this.#journal, unit, path, bytes, true));
  }

  move(from: string, to: string): Promise<void> {
    return this.#change("move", from, (unit) => moveFile(this.#journal, unit, from, to));
  }

  remove(path: string): Promise<void> {
    return this.#change("remove", path, (unit) => removeFile(this.#journal, unit, path));
  }

  /** A run that is resumed goes on in its unit, as long as no other change came after it. */
  begin(run: string, label: string): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#begun !== null) {
        throw new AppError("E_BUG", `The unit of ${this.#begun.run} is open; end it before ${run} begins.`);
      }
      const { undo } = this.#journal.store;
      const last = await undo.lastUnit(this.root, ["ended", "undone"]);
      const resumed = last?.run === run && last.state === "ended";
      if (resumed) await undo.setUnit(last.id, "open");
      this.#begun = { run, label };
      this.#unit = resumed ? last.id : null;
      this.#fresh = !resumed;
    });
  }

  enterStep(step: number): Promise<void> {
    return this.#enqueue(async () => {
      this.#journal.step = step;
      if (this.#begun === null) return;
      const left = await this.#journal.store.undo.ofStep(this.root, this.#begun.run, step);
      await takeBack(this.#journal, left);
    });
  }

  end(): Promise<void> {
    return this.#enqueue(() => this.#end());
  }

  changes(): Promise<Change[]> {
    return this.#enqueue(async () => {
      if (this.#fresh && this.#unit === null) return [];
      const { undo } = this.#journal.store;
      const unit = this.#unit ?? (await undo.lastUnit(this.root, ["open", "ended"]))?.id;
      if (unit === undefined) return [];
      return foldChanges((await undo.changes(unit)).filter((change) => change.state === "done"));
    });
  }

  undo(): Promise<{ label: string; changes: Change[] }> {
    return this.#enqueue(async () => {
      await this.#end();
      const undone = await undoLast(this.#journal);
      this.#unit = null;
      this.#fresh = true;
      return undone;
    });
  }

  /** Since `begin` (or `undo`) no change was made, so there is nothing to tell. */
  #fresh = false;

  async #end(): Promise<void> {
    if (this.#begun !== null && this.#unit !== null) await this.#journal.store.undo.setUnit(this.#unit, "ended");
    this.#begun = null;
    this.#journal.step = null;
  }

  /** Changes outside `begin` and `end` are a unit of their own each. */
  #change(verb: string, path: string, make: (unit: () => Promise<string>) => Promise<void>): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#begun === null) this.#unit = null;
      const alone = this.#begun === null;
      try {
        await explained(path, () => {
          this.#journal.ctx.signal.throwIfAborted();
          return make(() => this.#openUnit(`${verb} ${shown(path)}`));
        });
      } finally {
        if (alone && this.#unit !== null) await this.#journal.store.undo.setUnit(this.#unit, "ended");
      }
    });
  }

  /** Made at the first change only, so that work that changes nothing leaves nothing to undo. */
  async #openUnit(label: string): Promise<string> {
    if (this.#unit !== null) return this.#unit;
    const { store, ctx } = this.#journal;
    const unit = await store.undo.openUnit(
      { root: this.root, run: this.#begun?.run ?? null, label: this.#begun?.label ?? label },
      ctx,
    );
    this.#unit = unit.id;
    this.#fresh = false;
    return unit.id;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toFileError(path, thrown);
  }
}
