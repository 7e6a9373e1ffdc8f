import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { lstat, open, type FileHandle } from "node:fs/promises";
import { AppError, LIMITS, toAppError } from "../../core/index.ts";
import type { Blobs } from "../../store/index.ts";
import { isErrno } from "./errno.ts";
import { withFolder, type Folder } from "./folder.ts";
import type { Location } from "./locate.ts";
import { notFound, outside, quote } from "./paths.ts";

/** What stands at a place: its content by SHA-256 and what else is needed to put it back. */
export interface Content {
  sha256: string;
  mode: number;
  modified: number;
  links: number;
  inode: string;
}

// Not following the last name; not waiting for the other end of a pipe somebody left there.
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export async function readBytes(root: string, location: Location): Promise<Buffer> {
  return withFolder(root, location.folders, false, (folder) =>
    withFile(folder, location, async (file, info) => {
      if (info.size > LIMITS.fileBytes) throw tooLarge(location.asked, info.size);
      return file.readFile();
    }),
  );
}

/** The content at a location, or null when nothing is there. With `blobs` its bytes are kept there. */
export async function readContent(root: string, location: Location, blobs?: Blobs): Promise<Content | null> {
  try {
    return await withFolder(root, location.folders, false, (folder) => contentIn(folder, location, blobs));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

async function contentIn(folder: Folder, location: Location, blobs?: Blobs): Promise<Content> {
  return withFile(folder, location, async (file, info) => {
    const stream = file.createReadStream({ autoClose: false });
    return {
      sha256: blobs ? await blobs.putStream(stream) : await hashOf(stream),
      mode: info.mode & 0o7777,
      modified: info.mtimeMs,
      links: info.nlink,
      inode: `${info.dev}:${info.ino}`,
    };
  });
}

async function hashOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}

async function withFile<T>(
  folder: Folder,
  location: Location,
  use: (file: FileHandle, info: Stats) => Promise<T>,
): Promise<T> {
  // Asked before opening: to open a device can itself have an effect.
  refuseSpecial(location.asked, await lstat(folder.at(location.name)));
  const file = await openFile(folder, location);
  try {
    const info = await file.stat();
    refuseSpecial(location.asked, info);
    return await use(file, info);
  } finally {
    await file.close();
  }
}

async function openFile(folder: Folder, location: Location): Promise<FileHandle> {
  try {
    return await open(folder.at(location.name), READ);
  } catch (thrown) {
    if (isErrno(thrown, "ELOOP", "EMLINK")) throw outside(location.asked, "it is a link");
    if (!isErrno(thrown, "EACCES", "EPERM")) throw thrown;
    throw new AppError("E_FILE_UNREADABLE", `${quote(location.asked)} may not be read by your user.`, {
      hint: "Change the file's permissions.",
      cause: thrown,
    });
  }
}

function refuseSpecial(path: string, info: Stats): void {
  if (info.isFile()) return;
  if (info.isSymbolicLink()) throw outside(path, "it is a link");
  if (info.isDirectory()) throw isFolder(path);
  throw new AppError("E_FILE_UNREADABLE", `${quote(path)} is no ordinary file (a device, pipe or socket).`);
}

function isFolder(path: string): AppError {
  return new AppError("E_INPUT", `${quote(path)} is a folder, not a file.`, { hint: "Name a file in it." });
}

export function isMissing(thrown: unknown): boolean {
  return isErrno(thrown, "ENOENT", "ENOTDIR");
}

/** Turns "no such file" of the system into the message for a person. */
export function toFileError(path: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isMissing(thrown)) return notFound(path);
  if (isErrno(thrown, "EACCES", "EPERM", "EROFS")) {
    return new AppError("E_REFUSED", `The system refuses access to ${quote(path)}.`, {
      hint: "Give your user access to the file and its folder, or choose another workspace.",
      cause: thrown,
    });
  }
  return toAppError(thrown, "E_FILE_UNREADABLE");
}

function tooLarge(path: string, bytes: number): AppError {
  const megabytes = (value: number): string => `${Math.round(value / 1024 / 1024)} MB`;
  return new AppError(
    "E_FILE_TOO_LARGE",
    `${quote(path)} has ${megabytes(bytes)}; files are read up to ${megabytes(LIMITS.fileBytes)}.`,
    { hint: "Split the file, or take the part that matters into a smaller one." },
  );
}
