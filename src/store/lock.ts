import { chmodSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError, type Context } from "../core/index.ts";
import { toStoreError } from "./errors.ts";
import { ensureHome } from "./home.ts";

export interface HomeLockHolder {
  pid: number;
  command: string;
  /** ms UTC */
  since: number;
}

/** Held until `release` or the end of the process, however it ends. */
export interface HomeLock {
  readonly home: string;
  release(): Promise<void>;
}

/**
 * One process per home folder. The lock is an exclusive transaction on a SQLite file of its own, in rollback-journal
 * mode: an operating-system lock on the file's bytes that the kernel drops when the process ends, also by kill -9, and
 * that neither a stale file nor a reused process number can fake. Throws E_HOME_LOCKED, saying who holds it.
 *
 * Who holds it stands in a second file: on POSIX a process loses its locks on a file when it closes any descriptor of
 * it, so nothing may ever open the lock file but SQLite.
 */
export async function acquireHomeLock(home: string, ctx: Context): Promise<HomeLock> {
  await ensureHome(home);
  const path = join(home, "lock.db");
  const holderPath = join(home, "lock.json");
  const raw = await takeLock(path, holderPath);
  const holder: HomeLockHolder = { pid: process.pid, command: process.argv.join(" "), since: ctx.clock.now() };
  await writeFile(`${holderPath}.tmp`, JSON.stringify(holder), { mode: 0o600 });
  await rename(`${holderPath}.tmp`, holderPath);
  let held = true;
  return {
    home,
    release: () => {
      if (held) raw.close();
      held = false;
      return Promise.resolve();
    },
  };
}

async function takeLock(path: string, holderPath: string): Promise<DatabaseSync> {
  let raw: DatabaseSync | null = null;
  try {
    raw = new DatabaseSync(path, { timeout: 0 });
    chmodSync(path, 0o600);
    raw.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    return raw;
  } catch (thrown) {
    raw?.close();
    if (isBusy(thrown)) throw locked(await readHolder(holderPath), thrown);
    throw toStoreError(thrown, path);
  }
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && "errcode" in thrown && thrown.errcode === 5;
}

async function readHolder(path: string): Promise<HomeLockHolder | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as HomeLockHolder;
  } catch {
    return null; // The holder is between taking the lock and saying so: still locked, only by an unknown.
  }
}

function locked(holder: HomeLockHolder | null, cause: unknown): AppError {
  const who = holder
    ? `process ${holder.pid} (${holder.command}) since ${new Date(holder.since).toISOString()}`
    : "a process that is just starting";
  return new AppError("E_HOME_LOCKED", `Another Kralle uses this home folder: ${who}.`, {
    hint: "Wait until it has finished or end it; or set KRALLE_HOME to another folder.",
    cause,
    data: { holder },
  });
}
