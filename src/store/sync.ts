import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { toStoreError } from "./errors.ts";

export interface Sync {
  /** What was committed before the call is on the disk when it resolves, also after a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The fsync of SQLite's `synchronous = FULL` (https://www.sqlite.org/pragma.html#pragma_synchronous) for a connection that runs
 * with NORMAL: after a commit, of the write-ahead log. In a thread of the platform, so that the event loop does not wait for the disk.
 */
export function createSync(path: string): Sync {
  let log: Promise<FileHandle> | null = null;
  return {
    async sync() {
      try {
        log ??= openLog(path);
        await (await log).datasync();
      } catch (thrown) {
        log = null;
        throw toStoreError(thrown, path);
      }
    },
    async close() {
      await (await log?.catch(() => null))?.close();
      log = null;
    },
  };
}

/** SQLite keeps the file as long as a connection is open. Its name is made firm once, with its folder. */
async function openLog(path: string): Promise<FileHandle> {
  const log = await open(`${path}-wal`, "r+"); // Windows flushes only what may be written
  if (process.platform !== "win32") {
    const folder = await open(dirname(path), "r");
    await folder.sync().finally(() => folder.close());
  }
  return log;
}
