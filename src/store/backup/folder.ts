import { join } from "node:path";

/** Where the backups of a home are, if not elsewhere. */
export const backupsFolder = (home: string): string => join(home, "backups");
