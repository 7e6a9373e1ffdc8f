import type { Context } from "../core/index.ts";
import { jsonOf, type Database } from "./database.ts";

/** What was measured of a model (by the digest of its weights) under one build of an engine. */
export interface Abilities {
  get(digest: string, engine: string): Promise<unknown>;
  /** All that was measured here, the oldest first. */
  list(): Promise<{ digest: string; engine: string; ability: unknown }[]>;
  put(digest: string, engine: string, ability: unknown, ctx: Context): Promise<void>;
}

/** What a short probe found. */
export const createAbilities = (db: Database): Abilities => createMeasured(db, "model_abilities", "ability");

/** What a long probe found. */
export const createDepths = (db: Database): Abilities => createMeasured(db, "model_depths", "depth");

/** Table and column come from above, never from outside. */
function createMeasured(db: Database, table: string, column: string): Abilities {
  return {
    async get(digest, engine) {
      const row = await db.get(`SELECT ${column} FROM ${table} WHERE digest = ? AND engine = ?`, [digest, engine]);
      return row && jsonOf(row, column);
    },
    async list() {
      const rows = await db.all(`SELECT digest, engine, ${column} FROM ${table} ORDER BY at`, []);
      return rows.map((row) => ({
        digest: String(row["digest"]),
        engine: String(row["engine"]),
        ability: jsonOf(row, column),
      }));
    },
    async put(digest, engine, ability, ctx) {
      await db.run(
        `INSERT INTO ${table} (digest, engine, ${column}, at) VALUES (?, ?, ?, ?)
         ON CONFLICT (digest, engine) DO UPDATE SET ${column} = excluded.${column}, at = excluded.at`,
        [digest, engine, JSON.stringify(ability ?? null), ctx.clock.now()],
      );
    },
  };
}
