import { createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";

export type RunState = "running" | "done" | "failed" | "cancelled";

export interface Run {
  id: string;
  session: string | null;
  request: string;
  state: RunState;
  /** JSON of whoever ran it; null while it runs. */
  result: unknown;
  started: number;
  ended: number | null;
}

export interface RunFilter {
  session?: string;
  state?: RunState;
  /** Only those with a smaller id. */
  before?: string;
}

/** One piece of work for one request. A run that is "running" at start-up was interrupted and can be resumed. */
export interface Runs {
  start(run: { id?: string; session?: string | null; request: string }, ctx: Context): Promise<Run>;
  finish(id: string, state: Exclude<RunState, "running">, result: unknown, ctx: Context): Promise<void>;
  get(id: string): Promise<Run | null>;
  /** Newest first. */
  list(limit: number, filter?: RunFilter): Promise<Run[]>;
  count(session: string, state: RunState): Promise<number>;
  /** Stores a plan before it runs; a revised plan of the same run is stored beside the first. */
  savePlan(run: string, plan: unknown, ctx: Context): Promise<void>;
  /** Plans of a run in the order they were made. */
  plans(run: string): Promise<{ plan: unknown; created: number }[]>;
}

export function createRuns(db: Database): Runs {
  return {
    async start({ id: given, session = null, request }, ctx) {
      const started = ctx.clock.now();
      const id = given ?? createId("run", started);
      await db.run("INSERT INTO runs (id, session, request, state, started) VALUES (?, ?, ?, 'running', ?)", [
        id,
        session,
        request,
        started,
      ]);
      return { id, session, request, state: "running", result: null, started, ended: null };
    },
    async finish(id, state, result, ctx) {
      const text = JSON.stringify(result ?? null);
      await db.run("UPDATE runs SET state = ?, result = ?, ended = ? WHERE id = ?", [state, text, ctx.clock.now(), id]);
    },
    async get(id) {
      const row = await db.get("SELECT * FROM runs WHERE id = ?", [id]);
      return row && toRun(row);
    },
    async list(limit, { session, state, before } = {}) {
      const wanted = Object.entries({ "session = ?": session, "state = ?": state, "id < ?": before }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const where = wanted.length === 0 ? "" : `WHERE ${wanted.map(([test]) => test).join(" AND ")}`;
      const values = wanted.map(([, value]) => value);
      const rows = await db.all(`SELECT * FROM runs ${where} ORDER BY id DESC LIMIT ?`, [...values, limit]);
      return rows.map(toRun);
    },
    async count(session, state) {
      const row = await db.get("SELECT COUNT(*) AS count FROM runs WHERE session = ? AND state = ?", [session, state]);
      return row ? numberOf(row, "count") : 0;
    },
    async savePlan(run, plan, ctx) {
      await db.progress.run(
        `INSERT INTO plans (run, seq, plan, created)
         SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ? FROM plans WHERE run = ?`,
        [run, JSON.stringify(plan), ctx.clock.now(), run],
      );
    },
    async plans(run) {
      const rows = await db.all("SELECT plan, created FROM plans WHERE run = ? ORDER BY seq", [run]);
      return rows.map((row) => ({ plan: jsonOf(row, "plan"), created: numberOf(row, "created") }));
    },
  };
}

function toRun(row: Row): Run {
  return {
    id: textOf(row, "id"),
    session: textOrNull(row, "session"),
    request: textOf(row, "request"),
    state: textOf(row, "state") as RunState,
    result: row["result"] === null ? null : jsonOf(row, "result"),
    started: numberOf(row, "started"),
    ended: numberOrNull(row, "ended"),
  };
}
