import { realpath } from "node:fs/promises";

/** As a folder is called on the disk; as it was named where it is not there, which is for who opens it to say. */
export const toPlace = (folder: string): Promise<string> => realpath(folder).catch(() => folder);

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
        // Not before: who gave up waiting leaves those before it at work.
        void tail.then(() => {
          if (tails.get(folder) === tail) tails.delete(folder);
        });
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
