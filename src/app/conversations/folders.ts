import { mkdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { AppError } from "../../core/index.ts";
import type { Session } from "../../store/index.ts";

/** The folder of a session without one: where its attachments lie. */
export async function folderOf(session: Session, home: string): Promise<string> {
  if (session.workspace !== null) return session.workspace;
  const own = join(home, "files", session.id);
  await mkdir(own, { recursive: true, mode: 0o700 });
  return own;
}

/** As it is called on the disk. Throws E_INPUT for a path that is not absolute or no folder, E_NOT_FOUND. */
export async function requireWorkspace(path: string): Promise<string> {
  const hint = "Name an existing folder by its whole path.";
  if (!isAbsolute(path)) throw new AppError("E_INPUT", `The workspace ${path} is no whole path.`, { hint });
  const found = await stat(path).catch(() => null);
  if (!found) throw new AppError("E_NOT_FOUND", `The workspace folder ${path} does not exist.`, { hint });
  if (!found.isDirectory()) throw new AppError("E_INPUT", `The workspace ${path} is a file, not a folder.`, { hint });
  return realpath(path);
}

/** One piece of work at a time in a folder: two would undo each other's changes. */
export interface FolderLocks {
  /** Runs `work` when all who asked before for this folder are done; throws the signal's reason when that fires first. */
  hold<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createFolderLocks(): FolderLocks {
  const tails = new Map<string, Promise<void>>();
  return {
    async hold(folder, signal, work) {
      const before = tails.get(folder) ?? Promise.resolve();
      const done = Promise.withResolvers<void>();
      const tail = before.then(() => done.promise);
      tails.set(folder, tail);
      try {
        await Promise.race([before, aborted(signal)]);
        signal.throwIfAborted();
        return await work();
      } finally {
        done.resolve();
        if (tails.get(folder) === tail) tails.delete(folder);
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
