import { lstat, readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { AppError } from "../../core/index.ts";
import { isErrno } from "./errno.ts";
import { checkNewName, joinPath, outside, quote, toSegments } from "./paths.ts";

/** Where a workspace lies, and a folder inside it that is Kralle's own (its home), if there is one. */
export interface Place {
  root: string;
  home: string | null;
}

/** A path of the workspace, free of links and with the names as they stand on disk. */
export interface Location {
  /** As it was asked for. */
  asked: string;
  folders: string[];
  name: string;
  /** folders/name */
  path: string;
  exists: boolean;
  /** Folders (paths, outermost first) that would have to be made. */
  missing: string[];
  /** The last name was itself a link (and led inside). */
  link: boolean;
}

/**
 * Finds a path: links of parents and of the last name are resolved and must stay inside the root, dangling ones are
 * refused; a name is found whichever Unicode form it has on disk. Who then uses the location opens it link-free with
 * `withFolder`, so a swap after this look-up is refused too.
 */
export async function locate(place: Place, path: string): Promise<Location> {
  const segments = toSegments(path);
  if (segments.length === 0) throw new AppError("E_INPUT", `${quote(path)} is the workspace itself, not a file.`);
  let current = place.root;
  let link = false;
  for (const [index, segment] of segments.entries()) {
    const name = await findName(current, segment);
    if (name === null) return toNew(place, path, current, segments.slice(index));
    const next = join(current, name);
    const info = await lstat(next);
    link = info.isSymbolicLink();
    current = link ? await followInside(place, path, next) : next;
    const last = index === segments.length - 1;
    if (!last && !link && !info.isDirectory()) throw notAFolder(path, joinPath(segments.slice(0, index + 1)));
  }
  checkHome(place, path, current);
  const parts = partsOf(place, current);
  const name = parts.at(-1);
  if (name === undefined) throw new AppError("E_INPUT", `${quote(path)} is the workspace itself, not a file.`);
  return { asked: path, folders: parts.slice(0, -1), name, path: joinPath(parts), exists: true, missing: [], link };
}

/** The location of a file of the undo log: real names, no link anywhere. */
export function locationOf(path: string): Location {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  return { asked: path, folders: parts.slice(0, -1), name, path, exists: true, missing: [], link: false };
}

function toNew(place: Place, path: string, existing: string, rest: string[]): Location {
  const made = rest.map((name) => name.normalize("NFC"));
  for (const name of made) checkNewName(path, name);
  const base = partsOf(place, existing);
  const parts = [...base, ...made];
  checkHome(place, path, join(existing, ...made));
  const missing = made.slice(0, -1).map((_name, index) => joinPath(parts.slice(0, base.length + index + 1)));
  return {
    asked: path,
    folders: parts.slice(0, -1),
    name: parts.at(-1)!,
    path: joinPath(parts),
    exists: false,
    missing,
    link: false,
  };
}

async function findName(folder: string, segment: string): Promise<string | null> {
  if (await entryExists(join(folder, segment))) return segment;
  // oxlint-disable-next-line no-control-regex -- plain ASCII has one Unicode form only
  if (/^[\u0000-\u007f]*$/.test(segment)) return null;
  const wanted = segment.normalize("NFC");
  const names = await readdir(folder).catch(() => []);
  return names.find((name) => name.normalize("NFC") === wanted) ?? null;
}

async function entryExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (isErrno(thrown, "ENOENT", "ENOTDIR", "ENAMETOOLONG", "EINVAL")) return false;
    throw thrown;
  }
}

async function followInside(place: Place, path: string, link: string): Promise<string> {
  let target: string;
  try {
    target = await realpath(link);
  } catch (thrown) {
    if (isErrno(thrown, "ENOENT", "ELOOP", "ENOTDIR", "EACCES"))
      throw outside(path, "it goes through a link to nowhere");
    throw thrown;
  }
  if (isInside(place.root, target)) return target;
  throw outside(path, "it goes through a link");
}

function partsOf(place: Place, real: string): string[] {
  const inner = relative(place.root, real);
  return inner === "" ? [] : inner.split(sep);
}

function checkHome(place: Place, path: string, real: string): void {
  if (place.home !== null && isInside(place.home, real)) throw outside(path, "that folder is Kralle's own");
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function notAFolder(path: string, part: string): AppError {
  return new AppError("E_NOT_FOUND", `${quote(path)} does not exist: ${quote(part)} is a file, not a folder.`);
}
