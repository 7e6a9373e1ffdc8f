import type { Context } from "../core/index.ts";
import { jsonOf, type Database } from "./database.ts";

/** What a model (by the digest of its weights) was measured to do under one build of an engine. */
export interface Abilities {
  get(digest: string, engine: string): Promise<unknown>;
  /** All that was measured here, the oldest first. */
  list(): Promise<{ digest: string; engine: string; ability: unknown }[]>;
  put(digest: string, engine: string, ability: unknown, ctx: Context): Promise<void>;
}

export function createAbilities(db: Database): Abilities {
  return {
    async get(digest, engine) {
      const row = await db.get("SELECT ability FROM model_abilities WHERE digest = ? AND engine = ?", [digest, engine]);
      return row && jsonOf(row, "ability");
    },
    async list() {
      const rows = await db.all("SELECT digest, engine, ability FROM model_abilities ORDER BY at", []);
      return rows.map((row) => ({
        digest: String(row["digest"]),
        engine: String(row["engine"]),
        ability: jsonOf(row, "ability"),
      }));
    },
    async put(digest, engine, ability, ctx) {
      await db.run(
        `INSERT INTO model_abilities (digest, engine, ability, at) VALUES (?, ?, ?, ?)
         ON CONFLICT (digest, engine) DO UPDATE SET ability = excluded.ability, at = excluded.at`,
        [digest, engine, JSON.stringify(ability ?? null), ctx.clock.now()],
      );
    },
  };
}
