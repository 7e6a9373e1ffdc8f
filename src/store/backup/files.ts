import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, constants, copyFile, lstat, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../core/index.ts";

/**
 * Never used on a database that is open: on POSIX a process that closes any descriptor of a file loses its locks on it.
 */
export async function hashFile(path: string, signal: AbortSignal): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  stream.on("data", (chunk) => (bytes += chunk.length));
  await pipeline(stream, hash, { signal });
  return { bytes, sha256: hash.digest("hex") };
}

/** Makes a file or a folder's entries durable. Windows cannot open folders and needs no such call. */
export async function syncPath(path: string): Promise<void> {
  const isFolder = (await lstat(path)).isDirectory();
  if (isFolder && process.platform === "win32") return;
  const handle = await open(path, isFolder ? "r" : "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size of a file that is no link; null where there is none. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    const info = await lstat(path);
    return info.isFile() ? info.size : null;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (thrown: unknown) => {
      if (isMissing(thrown)) return false;
      throw thrown;
    },
  );

export const isMissing = (thrown: unknown): boolean => codeOf(thrown) === "ENOENT";

export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && !(thrown instanceof AppError) ? String(thrown.code) : "";
}

/** For its owner alone, whatever the rights of the source are (`copyFile` takes them along). The folder is private already. */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(to, 0o600);
}
