export { createBackup, type CreateBackupOptions } from "./create.ts";
export { ensureDailyBackup } from "./daily.ts";
export { diagnoseStore, restoreNewest, type Diagnosis } from "./diagnose.ts";
export { listBackups } from "./list.ts";
export { restoreBackup, type Restored, type RestoreOptions } from "./restore.ts";
export type { BackupInfo, BackupState, Copiers } from "./types.ts";
