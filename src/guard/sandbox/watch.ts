import { readdir, readFile, statfs } from "node:fs/promises";
import { toAppError, type Context } from "../../core/index.ts";
import type { SandboxLimit } from "./types.ts";

const EVERY_MS = 100;
const PROCESSES = 160;
const DISK_BYTES = 1024 * 1024 * 1024;

/**
 * Looks at all descendants of a process ten times a second and says which limit they exceed together; limits of the
 * kernel count each process for itself. Returns null when `ended` fires first.
 */
export async function watchLimits(
  pid: number,
  folder: string,
  memoryBytes: number,
  ended: AbortSignal,
  ctx: Context,
  everyMs = EVERY_MS,
): Promise<SandboxLimit | null> {
  const freeAtStart = await freeBytes(folder);
  while (!ended.aborted) {
    const pids = await descendants(pid);
    if (pids.length > PROCESSES) return "processes";
    if ((await residentBytes(pids)) > memoryBytes) return "memory";
    if (freeAtStart - (await freeBytes(folder)) > DISK_BYTES) return "disk";
    try {
      await ctx.clock.sleep(everyMs, ended);
    } catch (thrown) {
      if (toAppError(thrown).code !== "E_CANCELLED") throw thrown;
    }
  }
  return null;
}

async function freeBytes(folder: string): Promise<number> {
  const info = await statfs(folder);
  return info.bavail * info.bsize;
}

async function descendants(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (let level = [pid]; level.length > 0 && found.length <= PROCESSES;) {
    found.push(...level);
    level = (await Promise.all(level.map(childrenOf))).flat();
  }
  return found;
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await orNothing(readdir(`/proc/${pid}/task`), []);
  const lists = threads.map((thread) => orNothing(readFile(`/proc/${pid}/task/${thread}/children`, "utf8"), ""));
  return (await Promise.all(lists)).flatMap((text) => text.split(" ").filter(Boolean).map(Number));
}

async function residentBytes(pids: number[]): Promise<number> {
  const texts = await Promise.all(pids.map((pid) => orNothing(readFile(`/proc/${pid}/statm`, "utf8"), "")));
  // Field 2 is resident pages, field 3 those shared with others (files, libraries): counted once each by nobody.
  const pages = texts
    .map((text) => text.split(" ").map(Number))
    .map(([, resident = 0, shared = 0]) => resident - shared);
  return pages.reduce((sum, value) => sum + value, 0) * 4096;
}

/** A process may be gone between two looks. */
async function orNothing<T>(work: Promise<T>, nothing: T): Promise<T> {
  return work.catch(() => nothing);
}
