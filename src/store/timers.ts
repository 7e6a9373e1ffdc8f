import { jsonOf, numberOf, textOf, type Database, type Row } from "./database.ts";

/** Work that is to begin at a moment: a snooze, a follow-up in three days. */
export interface Timer {
  /** Chosen by who sets it: the same id again moves it. */
  id: string;
  workflow: string;
  input: unknown;
  /** ms UTC */
  due: number;
}

export interface Timers {
  in(tx: Database): Timers;
  set(timer: Timer): Promise<void>;
  /** False when there is none (any more). */
  cancel(id: string): Promise<boolean>;
  get(id: string): Promise<Timer | null>;
  /** The next ones first. */
  list(limit: number): Promise<Timer[]>;
  /** Those whose moment has come, the oldest first. */
  due(now: number, limit: number): Promise<Timer[]>;
  /** When the next one is due; null without any. */
  next(): Promise<number | null>;
}

export function createTimers(db: Database): Timers {
  return {
    in: createTimers,
    async set({ id, workflow, input, due }) {
      await db.run(
        `INSERT INTO timers (id, workflow, input, due) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET workflow = excluded.workflow, input = excluded.input, due = excluded.due`,
        [id, workflow, JSON.stringify(input ?? null), due],
      );
    },
    cancel: async (id) => (await db.run("DELETE FROM timers WHERE id = ?", [id])).changes > 0,
    async get(id) {
      const row = await db.get("SELECT * FROM timers WHERE id = ?", [id]);
      return row && toTimer(row);
    },
    list: async (limit) => (await db.all("SELECT * FROM timers ORDER BY due, id LIMIT ?", [limit])).map(toTimer),
    due: async (now, limit) =>
      (await db.all("SELECT * FROM timers WHERE due <= ? ORDER BY due, id LIMIT ?", [now, limit])).map(toTimer),
    async next() {
      const row = await db.get("SELECT due FROM timers ORDER BY due LIMIT 1");
      return row && numberOf(row, "due");
    },
  };
}

function toTimer(row: Row): Timer {
  return {
    id: textOf(row, "id"),
    workflow: textOf(row, "workflow"),
    input: jsonOf(row, "input"),
    due: numberOf(row, "due"),
  };
}
