import type { Context } from "../core/index.ts";
import { numberOf, textOf, type Database, type Row } from "./database.ts";

/** A time series: values of one thing, in one unit, from one source. Unlike metrics are never added. */
export interface Metric {
  /** Chosen by its source: "inbox.received". */
  id: string;
  source: string;
  /** For a person, in the owner's language. */
  name: string;
  /** What one is of: "mails", "EUR"; empty for a bare number. */
  unit: string;
  /** What exactly is counted, over which time, in a sentence. */
  definition: string;
}

export interface MetricPoint {
  /** ms UTC: the moment, or the beginning of the time, that the value is of. */
  at: number;
  value: number;
  /** ms UTC */
  fetchedAt: number;
}

export interface PointFilter {
  /** ms UTC, inclusive. */
  since?: number;
  /** ms UTC, exclusive. */
  until?: number;
  limit: number;
}

export interface Metrics {
  in(tx: Database): Metrics;
  /** Makes it, or gives it other words; its values stay. */
  define(metric: Metric, ctx: Pick<Context, "clock">): Promise<void>;
  get(id: string): Promise<Metric | null>;
  list(): Promise<Metric[]>;
  /** One value for each moment: the later one takes the place of the earlier. */
  put(metric: string, points: readonly Omit<MetricPoint, "fetchedAt">[], ctx: Pick<Context, "clock">): Promise<void>;
  /** The newest of these, oldest first. */
  points(metric: string, filter: PointFilter): Promise<MetricPoint[]>;
}

export function createMetrics(db: Database): Metrics {
  return {
    in: createMetrics,
    async define({ id, source, name, unit, definition }, ctx) {
      await db.run(
        `INSERT INTO metrics (id, source, name, unit, definition, created) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET source = excluded.source, name = excluded.name, unit = excluded.unit,
           definition = excluded.definition`,
        [id, source, name, unit, definition, ctx.clock.now()],
      );
    },
    async get(id) {
      const row = await db.get("SELECT * FROM metrics WHERE id = ?", [id]);
      return row && toMetric(row);
    },
    list: async () => (await db.all("SELECT * FROM metrics ORDER BY id")).map(toMetric),
    put: (metric, points, ctx) =>
      db.transaction(async (tx) => {
        for (const { at, value } of points) {
          await tx.run(
            `INSERT INTO metric_points (metric, at, value, fetched) VALUES (?, ?, ?, ?)
             ON CONFLICT (metric, at) DO UPDATE SET value = excluded.value, fetched = excluded.fetched`,
            [metric, at, value, ctx.clock.now()],
          );
        }
      }),
    async points(metric, { since = 0, until = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = await db.all(
        "SELECT * FROM metric_points WHERE metric = ? AND at >= ? AND at < ? ORDER BY at DESC LIMIT ?",
        [metric, since, until, limit],
      );
      return rows.map(toPoint).toReversed();
    },
  };
}

function toMetric(row: Row): Metric {
  return {
    id: textOf(row, "id"),
    source: textOf(row, "source"),
    name: textOf(row, "name"),
    unit: textOf(row, "unit"),
    definition: textOf(row, "definition"),
  };
}

const toPoint = (row: Row): MetricPoint => ({
  at: numberOf(row, "at"),
  value: numberOf(row, "value"),
  fetchedAt: numberOf(row, "fetched"),
});
