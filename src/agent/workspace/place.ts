import { constants } from "node:fs";
import { link, lstat, open, rename, rm, unlink, type FileHandle } from "node:fs/promises";
import { AppError } from "../../core/index.ts";
import { isErrno } from "./errno.ts";
import type { Folder } from "./folder.ts";
import { quote } from "./paths.ts";

export interface Written {
  bytes: AsyncIterable<Uint8Array> | Uint8Array;
  /** Of the file that is replaced or restored; null for what the system gives a new file. */
  mode: number | null;
  /** ms; null for now. */
  modified: number | null;
}

/**
 * Puts a whole file into a folder: temporary file, fsync, rename, fsync of the folder; so at any moment the old or the
 * new content stands there, never a part. With `exclusive` an existing name is E_EXISTS, also one made this very moment.
 */
export async function placeFile(
  folder: Folder,
  name: string,
  temporary: string,
  written: Written,
  exclusive: boolean,
): Promise<void> {
  const owner = await lstat(folder.at(name)).catch(() => null);
  const file = await open(folder.at(temporary), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
  try {
    await fill(file, written, owner);
  } catch (thrown) {
    await file.close();
    await rm(folder.at(temporary), { force: true });
    throw thrown;
  }
  await file.close();
  try {
    if (exclusive) await renameExclusive(folder, temporary, folder, name);
    else await rename(folder.at(temporary), folder.at(name));
  } catch (thrown) {
    await rm(folder.at(temporary), { force: true });
    throw thrown;
  }
  await folder.sync();
}

async function fill(
  file: FileHandle,
  { bytes, mode, modified }: Written,
  owner: { uid: number; gid: number } | null,
): Promise<void> {
  if (bytes instanceof Uint8Array) await file.writeFile(bytes);
  else for await (const chunk of bytes) await file.writeFile(chunk);
  if (owner !== null && owner.uid !== process.getuid?.()) {
    // A file of another user stays that user's where we may give it away; where not, the content matters more.
    await file.chown(owner.uid, owner.gid).catch((thrown: unknown) => {
      if (!isErrno(thrown, "EPERM", "ENOSYS")) throw thrown;
    });
  }
  if (mode !== null) await file.chmod(mode);
  if (modified !== null) await file.utimes(modified / 1000, modified / 1000);
  await file.sync();
}

/** Renames without ever overwriting: a hard link under the new name (fails when there is one), then the old one goes. */
export async function renameExclusive(from: Folder, fromName: string, to: Folder, toName: string): Promise<void> {
  try {
    await link(from.at(fromName), to.at(toName));
  } catch (thrown) {
    if (isErrno(thrown, "EEXIST")) throw exists(toName, thrown);
    if (!isErrno(thrown, "EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "EXDEV")) throw thrown;
    // A file system without hard links (FAT, some network shares): look, then rename.
    if ((await lstat(to.at(toName)).catch(() => null)) !== null) throw exists(toName, thrown);
    await rename(from.at(fromName), to.at(toName));
    return;
  }
  await to.sync();
  await unlink(from.at(fromName));
}

export function exists(path: string, cause?: unknown): AppError {
  return new AppError("E_EXISTS", `${quote(path)} exists already.`, {
    hint: "Choose another name, or remove the file first.",
    cause,
  });
}
