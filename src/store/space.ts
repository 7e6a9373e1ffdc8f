import { statfsSync } from "node:fs";
import { AppError } from "../core/index.ts";

/** What must stay free, so that what was accepted can still be worked off and stored. */
const RESERVE_BYTES = 16 * 1024 ** 2;

export interface Room {
  hasRoom: boolean;
  freeBytes: number;
  reserveBytes: number;
}

/**
 * Whether the disk of a home has room for something new. Asked anew each time (some microseconds), so that it goes on by itself
 * as soon as there is space again. Who accepts work asks first; who finishes work that was accepted does not, and lives on the
 * reserve.
 */
export interface Space {
  /** With `bytes` more than the reserve. */
  look(bytes?: number): Room;
  /** Throws E_DISK_FULL, with the figures, where there is no room. */
  require(bytes?: number): void;
}

export function createSpace(folder: string, reserveBytes: number = RESERVE_BYTES): Space {
  const look = (bytes = 0): Room => {
    const freeBytes = readFree(folder);
    return { hasRoom: freeBytes >= reserveBytes + bytes, freeBytes, reserveBytes };
  };
  return {
    look,
    require(bytes = 0) {
      const { hasRoom, freeBytes } = look(bytes);
      if (hasRoom) return;
      const needed = reserveBytes + bytes;
      throw new AppError(
        "E_DISK_FULL",
        `The disk of ${folder} has ${toMegabytes(freeBytes)} left, and ${toMegabytes(needed)} are needed before anything new is taken.`,
        { hint: "Free some space; it goes on by itself then.", data: { freeBytes, neededBytes: needed, folder } },
      );
    },
  };
}

/** Where it cannot be read, the next write will say what is wrong. */
function readFree(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

const toMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
