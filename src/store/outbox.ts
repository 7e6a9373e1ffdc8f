import type { Context } from "../core/index.ts";
import { jsonOf, textOf, type Database } from "./database.ts";

/** Work that was promised: its run in the workflow engine may not be begun yet, or may have been lost with the engine's file. */
export interface PromisedStart {
  /** Of the run. */
  id: string;
  workflow: string;
  input: unknown;
}

export interface PromisedSignal {
  run: string;
  topic: string;
  /** The same key for the same run is one signal. */
  key: string;
  value: unknown;
}

/**
 * The starts and signals of durable work, kept beside what caused them (in the same transaction, when `in` is handed that transaction) and until the
 * run has ended: the engine's file is written without waiting for the disk, and what a power cut takes from it is driven again from here.
 */
export interface Outbox {
  in(tx: Database): Outbox;
  /** Nothing when this run is promised already. */
  putStart(start: PromisedStart, ctx: Pick<Context, "clock">): Promise<void>;
  /** False when no such run is promised, or it has ended; the same signal again is none. */
  putSignal(signal: PromisedSignal, ctx: Pick<Context, "clock">): Promise<boolean>;
  /** Of runs that have not ended, in the order they were put. */
  starts(): Promise<PromisedStart[]>;
  signals(run: string): Promise<PromisedSignal[]>;
  /** The run has ended: neither it nor its signals are driven again. */
  settle(run: string): Promise<void>;
}

export function createOutbox(db: Database): Outbox {
  return {
    in: createOutbox,
    async putStart({ id, workflow, input }, ctx) {
      await db.run(
        "INSERT INTO promised_starts (id, workflow, input, at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        [id, workflow, JSON.stringify(input ?? null), ctx.clock.now()],
      );
    },
    async putSignal({ run, topic, key, value }, ctx) {
      if (!(await db.get("SELECT id FROM promised_starts WHERE id = ?", [run]))) return false;
      await db.run(
        `INSERT INTO promised_signals (run, topic, key, value, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (run, topic, key) DO NOTHING`,
        [run, topic, key, JSON.stringify(value ?? null), ctx.clock.now()],
      );
      return true;
    },
    async starts() {
      const rows = await db.all("SELECT * FROM promised_starts ORDER BY at, id");
      return rows.map((row) => {
        return { id: textOf(row, "id"), workflow: textOf(row, "workflow"), input: jsonOf(row, "input") };
      });
    },
    async signals(run) {
      const rows = await db.all("SELECT * FROM promised_signals WHERE run = ? ORDER BY at, key", [run]);
      return rows.map((row) => {
        return { run, topic: textOf(row, "topic"), key: textOf(row, "key"), value: jsonOf(row, "value") };
      });
    },
    settle: (run) =>
      db.transaction(async (tx) => {
        await tx.run("DELETE FROM promised_signals WHERE run = ?", [run]);
        await tx.run("DELETE FROM promised_starts WHERE id = ?", [run]);
      }),
  };
}
