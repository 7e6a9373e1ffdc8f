import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../store.ts";

/** Takes contents away that no change needs for being undone, and that are no mail (any more). How many. */
export async function removeBlobs(
  { home, db }: Pick<Store, "home" | "db">,
  candidates: readonly string[],
): Promise<number> {
  let removed = 0;
  for (const sha256 of candidates) {
    if (await db.get("SELECT unit FROM undo_changes WHERE before_sha = ? OR after_sha = ? LIMIT 1", [sha256, sha256]))
      continue;
    if (await db.get("SELECT id FROM mails WHERE raw = ? LIMIT 1", [sha256])) continue;
    await rm(join(home, "blobs", sha256.slice(0, 2), sha256), { force: true });
    removed += 1;
  }
  return removed;
}
