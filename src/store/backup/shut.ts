import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Context } from "../../core/index.ts";
import type { Database } from "../database.ts";

/** What a home says now about who may come in and whether STOP holds. */
interface Present {
  live: ReadonlySet<string>;
  stop: { id: string; by: string; reason: string; at: number } | null;
}

/**
 * What was shut since a backup was made stays shut after its restore: a token or browser that was revoked does not come to life again,
 * and a STOP still holds. Where `present`, the database that stands there now, cannot be read, nobody can say what was
 * revoked: then everybody is. Returns how many credentials of the backup are revoked by this.
 */
export async function keepShut(restored: Database, present: string, ctx: Pick<Context, "clock">): Promise<number> {
  const now = readPresent(present);
  const live = (await restored.all("SELECT id FROM credentials WHERE revoked IS NULL")).map(({ id }) => String(id));
  const gone = live.filter((id) => now?.live.has(id) !== true);
  for (const id of gone) await restored.run("UPDATE credentials SET revoked = ? WHERE id = ?", [ctx.clock.now(), id]);
  if (now?.stop && (await restored.get("SELECT id FROM stops WHERE released IS NULL")) === null) {
    const { id, by, reason, at } = now.stop;
    const again = "ON CONFLICT (id) DO UPDATE SET released = NULL, released_by = NULL";
    await restored.run(`INSERT INTO stops (id, by_whom, reason, at) VALUES (?, ?, ?, ?) ${again}`, [
      id,
      by,
      reason,
      at,
    ]);
  }
  return gone.length;
}

function readPresent(path: string): Present | null {
  if (!existsSync(path)) return null;
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    const live = db.prepare("SELECT id FROM credentials WHERE revoked IS NULL").all();
    const stop = db.prepare("SELECT * FROM stops WHERE released IS NULL ORDER BY id LIMIT 1").get();
    return {
      live: new Set(live.map(({ id }) => String(id))),
      stop:
        stop === undefined
          ? null
          : {
              id: String(stop["id"]),
              by: String(stop["by_whom"]),
              reason: String(stop["reason"]),
              at: Number(stop["at"]),
            },
    };
  } catch {
    return null; // damaged, or of a version that had no such tables: whatever it said cannot be known
  } finally {
    db?.close();
  }
}
