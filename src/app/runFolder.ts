import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "../core/index.ts";
import type { Env } from "./home.ts";

/** What a running gateway says of itself in `KRALLE_HOME/run/gateway.json`: from when it serves until it ends. */
export interface GatewayNote {
  url: string;
  pid: number;
  /** ms UTC */
  since: number;
}

/** Bytes of a socket's path, without the zero at its end: 108 on Linux, 104 elsewhere (sockaddr_un). */
const PATH_BYTES = 103;

const runFolder = (home: string): string => join(home, "run");
const ownSocket = (home: string): string => join(runFolder(home), "kralle.sock");
const otherSocket = (home: string): string => join(runFolder(home), "socket");
const noteFile = (home: string): string => join(runFolder(home), "gateway.json");
const fits = (path: string): boolean => Buffer.byteLength(path) <= PATH_BYTES;

/**
 * Where the socket of a home is to be: in a folder that only its owner may enter, made here. A home whose path is too long for
 * a socket has it in the system's folder for such things, and keeps the path in `run/socket`. For who holds the home.
 */
export async function placeSocket(home: string, env: Env): Promise<string> {
  await makePrivate(runFolder(home));
  await rm(otherSocket(home), { force: true });
  if (process.platform === "win32") return pipeOf(home);
  const own = ownSocket(home);
  if (fits(own)) return own;
  for (const folder of sharedFolders(env)) {
    const path = join(folder, `${digestOf(home)}.sock`);
    if (!fits(path) || !(await isMadePrivate(folder))) continue;
    await writeWhole(otherSocket(home), path);
    return path;
  }
  throw new AppError(
    "E_HOME_UNWRITABLE",
    `The path of ${home} is too long for a socket, and no other folder takes it.`,
    {
      hint: "Set KRALLE_HOME to a folder with a shorter path.",
    },
  );
}

/** Where the socket of a home would be; null where its folder is not the owner's alone: then it may be anybody's. */
export async function findSocket(home: string): Promise<string | null> {
  if (process.platform === "win32") return pipeOf(home);
  const own = ownSocket(home);
  const path = fits(own) ? own : (await readFile(otherSocket(home), "utf8").catch(() => "")).trim();
  return path !== "" && fits(path) && (await isPrivate(dirname(path))) ? path : null;
}

export async function writeNote(home: string, note: GatewayNote): Promise<void> {
  await writeWhole(noteFile(home), `${JSON.stringify(note)}\n`);
}

export async function removeNote(home: string): Promise<void> {
  await rm(noteFile(home), { force: true });
}

/** Null without one. It may be that of a process that was killed. */
export async function readNote(home: string): Promise<GatewayNote | null> {
  try {
    return JSON.parse(await readFile(noteFile(home), "utf8")) as GatewayNote;
  } catch {
    return null; // none, or half of one
  }
}

/** The system's folders for what lives as long as a process, the owner's own first. */
function sharedFolders(env: Env): string[] {
  const own = env["XDG_RUNTIME_DIR"];
  const mine = `kralle-${process.getuid?.() ?? "user"}`;
  const folders = [...(own ? [join(own, "kralle")] : []), join(tmpdir(), mine), join("/tmp", mine)];
  return [...new Set(folders)];
}

async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Nobody else may have made it before: in a folder that all may write to, that would be his. */
async function isMadePrivate(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
    if (code !== "EEXIST") return false;
  }
  return isPrivate(folder);
}

async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  if (!found?.isDirectory()) return false;
  return (found.mode & 0o077) === 0 && found.uid === (process.getuid?.() ?? found.uid);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, path);
}

const digestOf = (home: string): string => createHash("sha256").update(home).digest("hex").slice(0, 24);
const pipeOf = (home: string): string => `\\\\.\\pipe\\kralle-${digestOf(home)}`;
