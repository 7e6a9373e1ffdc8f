import { createId, type Context } from "../core/index.ts";
import { numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** One model call. */
export interface UsageEntry {
  run: string | null;
  session: string | null;
  task: string;
  model: string;
  promptTokens: number;
  /** Prompt tokens that were not computed again. */
  cachedTokens: number;
  completionTokens: number;
  /** Time inside the engine. */
  modelMs: number;
  wallMs: number;
  ok: boolean;
}

export interface UsageSum {
  calls: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  modelMs: number;
  wallMs: number;
}

export interface UsageOfDay extends UsageSum {
  /** ISO date. */
  day: string;
  model: string;
}

export interface UsageLog {
  record(entry: UsageEntry, ctx: Context): Promise<void>;
  sum(filter: { run?: string; session?: string; since?: number }): Promise<UsageSum>;
  /** Sums by day (of UTC) and model since then, oldest first. */
  byDay(since: number): Promise<UsageOfDay[]>;
  list(filter: { run?: string; session?: string }): Promise<(UsageEntry & { at: number })[]>;
}

const DAY_MS = 86_400_000;
const WHERE = "(CAST(? AS TEXT) IS NULL OR run = ?) AND (CAST(? AS TEXT) IS NULL OR session = ?)";

export function createUsageLog(db: Database): UsageLog {
  return {
    async record(entry, ctx) {
      const at = ctx.clock.now();
      await db.progress.run(
        `INSERT INTO usage (id, run, session, task, model, prompt_tokens, cached_tokens, completion_tokens, model_ms, wall_ms, ok, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          createId("use", at),
          entry.run,
          entry.session,
          entry.task,
          entry.model,
          entry.promptTokens,
          entry.cachedTokens,
          entry.completionTokens,
          Math.round(entry.modelMs),
          Math.round(entry.wallMs),
          entry.ok ? 1 : 0,
          at,
        ],
      );
    },
    async sum({
      run = null,
      session = null,
      since = 0,
    }: {
      run?: string | null;
      session?: string | null;
      since?: number;
    }) {
      const row = await db.get(
        `SELECT COUNT(*) AS calls, COALESCE(SUM(prompt_tokens), 0) AS prompt, COALESCE(SUM(cached_tokens), 0) AS cached,
           COALESCE(SUM(completion_tokens), 0) AS completion, COALESCE(SUM(model_ms), 0) AS model_ms,
           COALESCE(SUM(wall_ms), 0) AS wall_ms
         FROM usage WHERE ${WHERE} AND at >= ?`,
        [run, run, session, session, since],
      );
      return toSum(row ?? {});
    },
    async byDay(since) {
      const rows = await db.all(
        `SELECT at / ${DAY_MS} AS day, model, COUNT(*) AS calls, COALESCE(SUM(prompt_tokens), 0) AS prompt,
           COALESCE(SUM(cached_tokens), 0) AS cached, COALESCE(SUM(completion_tokens), 0) AS completion,
           COALESCE(SUM(model_ms), 0) AS model_ms, COALESCE(SUM(wall_ms), 0) AS wall_ms
         FROM usage WHERE at >= ? GROUP BY at / ${DAY_MS}, model ORDER BY 1, 2`,
        [since],
      );
      return rows.map((row) => ({
        day: new Date(numberOf(row, "day") * DAY_MS).toISOString().slice(0, 10),
        model: textOf(row, "model"),
        ...toSum(row),
      }));
    },
    async list({ run = null, session = null }: { run?: string | null; session?: string | null }) {
      return (await db.all(`SELECT * FROM usage WHERE ${WHERE} ORDER BY id`, [run, run, session, session])).map(
        toEntry,
      );
    },
  };
}

function toSum(row: Row): UsageSum {
  return {
    calls: numberOf(row, "calls"),
    promptTokens: numberOf(row, "prompt"),
    cachedTokens: numberOf(row, "cached"),
    completionTokens: numberOf(row, "completion"),
    modelMs: numberOf(row, "model_ms"),
    wallMs: numberOf(row, "wall_ms"),
  };
}

function toEntry(row: Row): UsageEntry & { at: number } {
  return {
    run: textOrNull(row, "run"),
    session: textOrNull(row, "session"),
    task: textOf(row, "task"),
    model: textOf(row, "model"),
    promptTokens: numberOf(row, "prompt_tokens"),
    cachedTokens: numberOf(row, "cached_tokens"),
    completionTokens: numberOf(row, "completion_tokens"),
    modelMs: numberOf(row, "model_ms"),
    wallMs: numberOf(row, "wall_ms"),
    ok: numberOf(row, "ok") === 1,
    at: numberOf(row, "at"),
  };
}
