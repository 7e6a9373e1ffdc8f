import { rm } from "node:fs/promises";
import type { Context } from "../../core/index.ts";
import { createBackup } from "./create.ts";
import { backupsFolder } from "./folder.ts";
import { listBackups } from "./list.ts";
import type { BackupInfo, Copiers } from "./types.ts";

const KEPT = 7;
/** A little less than a day, so that a start at the same hour finds it due. */
const DUE_MS = 22 * 60 * 60 * 1_000;

/**
 * The backup of the day, when none was made for a day; null when it is not due. The newest seven of its kind are kept, one that
 * is good among them always; those that a person made are never removed. Called at start and then every hour.
 */
export async function ensureDailyBackup(
  home: string,
  options: { copiers?: Copiers },
  ctx: Context,
): Promise<BackupInfo | null> {
  const root = backupsFolder(home);
  const daily = (await listBackups(root, ctx)).filter(({ kind }) => kind === "daily");
  const age = ctx.clock.now() - (daily[0]?.created ?? 0);
  // A clock that was set back leaves a backup of the future behind: it counts as none.
  if (age >= 0 && age < DUE_MS) return null;
  const made = await createBackup(home, { ...options, kind: "daily" }, ctx);
  for (const old of daily.slice(KEPT - 1)) await rm(old.folder, { recursive: true, force: true });
  return made;
}
