import { createId, type Context } from "../core/index.ts";
import type { Audit } from "./audit.ts";
import { numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** Somebody stopped everything that reaches outside. */
export interface Stop {
  id: string;
  by: string;
  /** In the words of who stopped; may be empty. */
  reason: string;
  /** ms UTC */
  at: number;
  /** ms UTC; null while it holds. */
  released: number | null;
  releasedBy: string | null;
}

/** STOP outlives the process: what holds is on disk, and stays until somebody releases it. */
export interface Stops {
  /** The one that holds. */
  current(): Promise<Stop | null>;
  /** One that holds already stays as it is. */
  set(stop: { by: string; reason: string }, ctx: Pick<Context, "clock">): Promise<Stop>;
  /** What was released; null where nothing was stopped. */
  release(by: string, ctx: Pick<Context, "clock">): Promise<Stop | null>;
  /** Newest first. */
  list(limit: number): Promise<Stop[]>;
}

const HOLDS = "SELECT * FROM stops WHERE released IS NULL ORDER BY id LIMIT 1";

export function createStops(db: Database, audit: Audit): Stops {
  return {
    current: async () => toStopOrNull(await db.get(HOLDS)),
    set: ({ by, reason }, { clock }) =>
      db.transaction(async (tx) => {
        const known = toStopOrNull(await tx.get(HOLDS));
        if (known) return known;
        const at = clock.now();
        const id = createId("stp", at);
        await tx.run("INSERT INTO stops (id, by_whom, reason, at) VALUES (?, ?, ?, ?)", [id, by, reason, at]);
        await audit.append({ kind: "stop", actor: by, action: "stopped", subject: id }, { clock }, tx);
        return { id, by, reason, at, released: null, releasedBy: null };
      }),
    release: (by, { clock }) =>
      db.transaction(async (tx) => {
        const known = toStopOrNull(await tx.get(HOLDS));
        if (!known) return null;
        const released = clock.now();
        await tx.run("UPDATE stops SET released = ?, released_by = ? WHERE released IS NULL", [released, by]);
        await audit.append({ kind: "stop", actor: by, action: "released", subject: known.id }, { clock }, tx);
        return { ...known, released, releasedBy: by };
      }),
    list: async (limit) => (await db.all("SELECT * FROM stops ORDER BY id DESC LIMIT ?", [limit])).map(toStop),
  };
}

const toStopOrNull = (row: Row | null): Stop | null => row && toStop(row);

function toStop(row: Row): Stop {
  return {
    id: textOf(row, "id"),
    by: textOf(row, "by_whom"),
    reason: textOf(row, "reason"),
    at: numberOf(row, "at"),
    released: numberOrNull(row, "released"),
    releasedBy: textOrNull(row, "released_by"),
  };
}
