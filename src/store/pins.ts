import type { Context } from "../core/index.ts";
import { jsonOf, type Database } from "./database.ts";

/** What the owner looked at and approved: foreign words that may change behind his back. */
export interface Pin {
  kind: "mcp" | "skill";
  name: string;
  /** Of exactly what was approved. */
  hash: string;
  data: unknown;
}

export interface Pins {
  get(kind: Pin["kind"], name: string): Promise<Pin | null>;
  list(kind: Pin["kind"]): Promise<Pin[]>;
  put(pin: Pin, ctx: Context): Promise<void>;
  remove(kind: Pin["kind"], name: string): Promise<void>;
}

export function createPins(db: Database): Pins {
  return {
    async get(kind, name) {
      const row = await db.get("SELECT * FROM pins WHERE kind = ? AND name = ?", [kind, name]);
      return row && { kind, name, hash: String(row["hash"]), data: jsonOf(row, "data") };
    },
    async list(kind) {
      const rows = await db.all("SELECT * FROM pins WHERE kind = ? ORDER BY name", [kind]);
      return rows.map((row) => {
        return { kind, name: String(row["name"]), hash: String(row["hash"]), data: jsonOf(row, "data") };
      });
    },
    async put({ kind, name, hash, data }, ctx) {
      await db.run(
        `INSERT INTO pins (kind, name, hash, data, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (kind, name) DO UPDATE SET hash = excluded.hash, data = excluded.data, at = excluded.at`,
        [kind, name, hash, JSON.stringify(data), ctx.clock.now()],
      );
    },
    async remove(kind, name) {
      await db.run("DELETE FROM pins WHERE kind = ? AND name = ?", [kind, name]);
    },
  };
}
