import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { toStoreError } from "../../store/index.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/**
 * Makes the file of an engine that is not open, out of a backup, fit to go on from: what was unfinished then is cancelled, for it
 * may have been done since. A file of another version cannot be gone on with and is removed.
 */
export function cancelUnfinished(file: string): void {
  let raw: DatabaseSync | null = null;
  try {
    raw = new DatabaseSync(file);
    const isOurs = raw.prepare("PRAGMA user_version").get()?.["user_version"] === SCHEMA_VERSION;
    if (isOurs) {
      raw.exec(`UPDATE workflow_status SET status = 'CANCELLED', completed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
        WHERE status IN ('PENDING', 'ENQUEUED', 'DELAYED')`);
    }
    raw.close();
    if (!isOurs) rmSync(file);
  } catch (thrown) {
    throw toStoreError(thrown, file);
  } finally {
    if (raw?.isOpen === true) raw.close();
  }
}
