import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { checkDatabase } from "./databaseThread.ts";
import { sizeOf } from "./files.ts";
import { backupsFolder } from "./folder.ts";
import { listBackups } from "./list.ts";
import { ENGINE_FILE, STORE_FILE } from "./manifest.ts";
import { restoreBackup, type Restored, type RestoreOptions } from "./restore.ts";
import type { BackupInfo } from "./types.ts";

export interface Diagnosis {
  /** Databases that are not sound, and what SQLite says of them. */
  damaged: { file: string; problem: string }[];
  /** Newest first, each of them checked. */
  backups: BackupInfo[];
  /** The newest that can be restored. */
  best: BackupInfo | null;
}

/** What is wrong with the databases of a home, and what could take their place. Changes nothing; the store is not open. */
export async function diagnoseStore(home: string, ctx: Context): Promise<Diagnosis> {
  const damaged: Diagnosis["damaged"] = [];
  for (const name of [STORE_FILE, ENGINE_FILE]) {
    const file = join(home, name);
    const problem = (await sizeOf(file)) === null ? null : await findProblem(file, ctx);
    if (problem !== null) damaged.push({ file, problem });
  }
  const backups = await listBackups(backupsFolder(home), ctx, { check: true });
  return { damaged, backups, best: backups.find(({ state }) => state === "good") ?? null };
}

async function findProblem(file: string, ctx: Context): Promise<string | null> {
  try {
    return (await checkDatabase(file, ctx))[0] ?? null;
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/**
 * Puts the newest good backup in the place of a damaged store; the damaged files are kept aside. One that turns out to be bad on
 * the way is passed over. E_NOT_FOUND when there is none.
 */
export async function restoreNewest(
  home: string,
  options: Pick<RestoreOptions, "settleEngine">,
  ctx: Context,
): Promise<Restored> {
  let cause: unknown = null;
  for (const { name } of await listBackups(backupsFolder(home), ctx)) {
    try {
      return await restoreBackup(home, name, { ...options, force: true }, ctx);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || !["E_STORE", "E_NOT_FOUND"].includes(thrown.code)) throw thrown;
      cause ??= thrown;
    }
  }
  throw new AppError("E_NOT_FOUND", `There is no good backup in ${backupsFolder(home)}.`, {
    hint: "Name the folder of one that you keep elsewhere: `kralle backup restore FOLDER --force`.",
    cause,
  });
}
