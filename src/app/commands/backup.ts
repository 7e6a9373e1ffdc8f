import { resolve, sep } from "node:path";
import { z } from "zod";
import {
  backupsFolder,
  createBackup,
  diagnoseStore,
  ensureDailyBackup,
  listBackups,
  restoreBackup,
  restoreNewest,
  type BackupInfo,
  type Diagnosis,
  type Restored,
} from "../../store/index.ts";
import { AppError } from "../../core/index.ts";
import { defineCommand } from "../command.ts";
import type { Services } from "../services.ts";

const backupInput = z.object({ folder: z.string().min(1).optional() });

/** Throws E_INPUT where the tables are not in the home: a copy without them would be none. */
function requireTables({ databaseUrl }: Services): void {
  if (databaseUrl === undefined) return;
  throw new AppError("E_INPUT", "The tables of this home are in a PostgreSQL database, which is not copied here.", {
    hint: "Back it up with its own tools, for example pg_dump, and the folder blobs of the home beside it.",
  });
}

/** A backup of the home, now. */
export const backup = defineCommand<typeof backupInput, BackupInfo, never>({
  about: "makes a backup",
  input: backupInput,
  async run({ folder }, { services, ctx }) {
    requireTables(services);
    const { home, copiers } = services;
    return createBackup(home, { copiers, ...(folder === undefined ? {} : { folder: resolve(folder) }) }, ctx);
  },
});

/** The backup of the day, where none was made for a day; for who runs all the time. */
export const dailyBackup = defineCommand<z.ZodObject, BackupInfo | null, never>({
  about: "makes the backup of the day when it is due",
  input: z.object({}),
  async run(_input, { services: { home, copiers, databaseUrl }, ctx }) {
    return databaseUrl === undefined ? ensureDailyBackup(home, { copiers }, ctx) : null;
  },
});

const backupsInput = z.object({ folder: z.string().min(1).optional(), check: z.boolean().default(false) });

/** The backups there are, newest first. */
export const backups = defineCommand<typeof backupsInput, { folder: string; backups: BackupInfo[] }, never>({
  about: "lists the backups",
  input: backupsInput,
  async run({ folder: asked, check }, { services: { home }, ctx }) {
    const folder = asked === undefined ? backupsFolder(home) : resolve(asked);
    return { folder, backups: await listBackups(folder, ctx, { check }) };
  },
});

const restoreInput = z.object({ backup: z.string().min(1), force: z.boolean().default(false) });

/** Puts a backup (a name or a folder) in the place of what is there. */
export const restore = defineCommand<typeof restoreInput, Restored, never>({
  about: "restores a backup",
  input: restoreInput,
  async run({ backup: asked, force }, { services, ctx }) {
    requireTables(services);
    return services.withoutStore(() => {
      const from = asked.includes("/") || asked.includes(sep) ? resolve(asked) : asked;
      return restoreBackup(services.home, from, { force, settleEngine }, ctx);
    });
  },
});

/** For a store that is damaged: the newest good backup takes its place, and the damaged files are kept aside. */
export const restoreBest = defineCommand<z.ZodObject, Restored, never>({
  about: "restores the newest good backup",
  input: z.object({}),
  async run(_input, { services, ctx }) {
    requireTables(services);
    return services.withoutStore(() => restoreNewest(services.home, { settleEngine }, ctx));
  },
});

/** What is wrong with the databases, and what could take their place. */
export const diagnose = defineCommand<z.ZodObject, Diagnosis, never>({
  about: "looks whether the databases are sound",
  input: z.object({}),
  run: (_input, { services, ctx }) => services.withoutStore(() => diagnoseStore(services.home, ctx)),
});

async function settleEngine(file: string): Promise<void> {
  const { cancelUnfinished } = await import("../../durable/index.ts");
  cancelUnfinished(file);
}
