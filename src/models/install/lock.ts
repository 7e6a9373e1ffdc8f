import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError, type Context } from "../../core/index.ts";

export interface LockOptions {
  /** What the lock protects, for the message. */
  what: string;
  /** Give up with E_PULL_BUSY after this long (default: never). */
  waitMs?: number | undefined;
  /** Called about four times a second while another process holds it. */
  onWait?: (() => void | Promise<void>) | undefined;
}

const POLL_MS = 250;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while holding a lock between processes. SQLite's file lock is used, because the system frees it when its
 * process ends, however it ends: no stale locks, no guessing by process id. The file stays, empty.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: () => Promise<T>,
  ctx: Context,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    await acquire(database, options, ctx);
    return await work();
  } finally {
    database.close();
  }
}

async function acquire(database: DatabaseSync, options: LockOptions, ctx: Context): Promise<void> {
  const start = ctx.clock.now();
  while (!tryLock(database)) {
    ctx.signal.throwIfAborted();
    const waited = ctx.clock.now() - start;
    if (options.waitMs !== undefined && waited >= options.waitMs) {
      throw new AppError("E_PULL_BUSY", `Another process is fetching ${options.what}.`, {
        hint: "Wait for it to finish, or end it.",
      });
    }
    await options.onWait?.();
    await ctx.clock.sleep(POLL_MS, ctx.signal);
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && "errcode" in thrown && thrown.errcode === SQLITE_BUSY) return false;
    throw thrown;
  }
}
