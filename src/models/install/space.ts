import { statfs } from "node:fs/promises";
import { AppError } from "../../core/index.ts";
import type { StatFs } from "./types.ts";

/** Left free on purpose: databases and logs of the same disk must go on. */
const RESERVE = 64 * 1024 * 1024;

/** Throws E_DISK_FULL with the figures when `needed` bytes would not fit into the folder's disk. */
export async function ensureSpace(folder: string, needed: number, what: string, stat: StatFs = statfs): Promise<void> {
  if (needed <= 0) return;
  const { bavail, bsize } = await stat(folder);
  const free = bavail * bsize;
  if (free >= needed + RESERVE) return;
  throw new AppError(
    "E_DISK_FULL",
    `${what} needs ${toMegabytes(needed + RESERVE)} MB of disk, ${toMegabytes(free)} MB are free in ${folder}.`,
    {
      hint: "Free some space, or set KRALLE_HOME to a folder on a larger disk.",
      data: { neededBytes: needed + RESERVE, freeBytes: free, folder },
    },
  );
}

const toMegabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);
