import type { Context } from "../core/index.ts";
import { numberOf, type Database } from "./database.ts";

/** Bytes of memory that a model (by the digest of its weights) was measured to take under one setting of an engine. */
export interface ModelMemory {
  get(digest: string, setting: string): Promise<number | null>;
  /** Under the setting that was measured last. */
  last(digest: string): Promise<number | null>;
  put(digest: string, setting: string, bytes: number, ctx: Context): Promise<void>;
}

export function createModelMemory(db: Database): ModelMemory {
  return {
    async get(digest, setting) {
      const row = await db.get("SELECT bytes FROM model_memory WHERE digest = ? AND setting = ?", [digest, setting]);
      return row ? numberOf(row, "bytes") : null;
    },
    async last(digest) {
      const row = await db.get("SELECT bytes FROM model_memory WHERE digest = ? ORDER BY at DESC LIMIT 1", [digest]);
      return row ? numberOf(row, "bytes") : null;
    },
    async put(digest, setting, bytes, ctx) {
      await db.run(
        `INSERT INTO model_memory (digest, setting, bytes, at) VALUES (?, ?, ?, ?)
         ON CONFLICT (digest, setting) DO UPDATE SET bytes = excluded.bytes, at = excluded.at`,
        [digest, setting, Math.round(bytes), ctx.clock.now()],
      );
    },
  };
}
