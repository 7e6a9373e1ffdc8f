import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/index.ts";

/**
 * The privacy lock is a file of the home and no row of the store: every process of Kralle has to see it at the moment it dials, also one that
 * does not hold the home, and a backup that is put back must not open it.
 */
const pathOf = (home: string): string => join(home, "privacy.lock");

/** Whether nothing may leave. What cannot be looked at counts as locked. */
export function isLocked(home: string): boolean {
  try {
    return statSync(pathOf(home), { throwIfNoEntry: false }) !== undefined;
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && thrown.code === "ENOTDIR");
  }
}

/** Since when it is on, ms UTC; null while it is off. 0: nobody can say since when. */
export function lockedSince(home: string): number | null {
  if (!isLocked(home)) return null;
  try {
    return Date.parse(readFileSync(pathOf(home), "utf8").trim()) || 0;
  } catch {
    return 0; // it was opened meanwhile, or cannot be read
  }
}

/** Turns the lock on or off; on disk before this returns. Throws E_HOME_UNWRITABLE. */
export function setLock(home: string, on: boolean, now: number): void {
  try {
    if (!on) return rmSync(pathOf(home), { force: true });
    if (isLocked(home)) return;
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(pathOf(home), `${new Date(now).toISOString()}\n`, { mode: 0o600, flush: true });
  } catch (thrown) {
    throw new AppError("E_HOME_UNWRITABLE", `${pathOf(home)} cannot be changed.`, {
      hint: "Set KRALLE_HOME to a folder that you may write to.",
      cause: thrown,
    });
  }
}
