import type { Context } from "../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";

/** What the owner was told on a day. */
export interface Briefing {
  /** `briefing:DATE:ZONE` */
  id: string;
  /** The local day, as 2026-03-29. */
  date: string;
  /** IANA name of the zone whose day it is. */
  zone: string;
  /** When it was composed, ms UTC. */
  at: number;
  /** JSON of the desk that composed it. */
  composition: unknown;
}

/**
 * intended: is to go out · done: it is there · unclear: it may be there, and nobody can tell · failed: it is certainly not there.
 */
export type DeliveryState = "intended" | "done" | "unclear" | "failed";

export interface Delivery {
  briefing: string;
  /** "web", "file", "mail", "telegram". */
  channel: string;
  /** Where to, as a person is told: a path, an address. */
  target: string;
  state: DeliveryState;
  /** The name of its act in the journal of effects; null: it needs none. */
  effect: string | null;
  /** Why it did not go out, or is unclear. */
  note: string | null;
  /** ms UTC */
  at: number;
}

export interface NewBriefing extends Omit<Briefing, "at"> {
  deliveries: readonly Pick<Delivery, "channel" | "target" | "effect" | "state">[];
}

/**
 * Contract: a local day has one briefing, whoever composes it and however often; the first that is stored counts, together with where it is
 * to go. What it says never changes. An end of a delivery (done) is never taken back.
 */
export interface Briefings {
  in(tx: Database): Briefings;
  /** The briefing of that day; `isNew` says whether it was stored now. */
  add(briefing: NewBriefing, ctx: Pick<Context, "clock">): Promise<{ briefing: Briefing; isNew: boolean }>;
  get(id: string): Promise<Briefing | null>;
  /** Of a local day. */
  find(date: string): Promise<Briefing | null>;
  /** Newest first; `before`: only those of earlier days. */
  list(filter: { before?: string | undefined; limit: number }): Promise<Briefing[]>;
  deliveries(id: string): Promise<Delivery[]>;
  /**
   * One that did not arrive is to go out again, under another name in the journal: `before` is the one that it had. False where that is not so any
   * more: somebody was faster, or it is there.
   */
  again(
    id: string,
    channel: string,
    next: Pick<Delivery, "target" | "effect"> & { before: string | null },
    ctx: Pick<Context, "clock">,
  ): Promise<boolean>;
  settle(
    id: string,
    channel: string,
    end: { state: Exclude<DeliveryState, "intended">; note: string | null },
    ctx: Pick<Context, "clock">,
  ): Promise<void>;
}

export function createBriefings(db: Database): Briefings {
  const find = async (where: string, value: string, on: Database = db): Promise<Briefing | null> => {
    const row = await on.get(`SELECT * FROM briefings WHERE ${where} = ?`, [value]);
    return row && toBriefing(row);
  };
  return {
    in: createBriefings,
    add: ({ id, date, zone, composition, deliveries }, ctx) =>
      db.transaction(async (tx) => {
        const known = await find("date", date, tx);
        if (known) return { briefing: known, isNew: false };
        const at = ctx.clock.now();
        await tx.run("INSERT INTO briefings (id, date, zone, at, composition) VALUES (?, ?, ?, ?, ?)", [
          id,
          date,
          zone,
          at,
          JSON.stringify(composition),
        ]);
        for (const { channel, target, effect, state } of deliveries) {
          await tx.run(
            `INSERT INTO briefing_deliveries (briefing, channel, target, state, effect, note, at)
             VALUES (?, ?, ?, ?, ?, NULL, ?)`,
            [id, channel, target, state, effect, at],
          );
        }
        return { briefing: { id, date, zone, at, composition }, isNew: true };
      }),
    get: (id) => find("id", id),
    find: (date) => find("date", date),
    async list({ before, limit }) {
      const where = before === undefined ? "" : "WHERE date < ?";
      const params = before === undefined ? [limit] : [before, limit];
      return (await db.all(`SELECT * FROM briefings ${where} ORDER BY date DESC LIMIT ?`, params)).map(toBriefing);
    },
    deliveries: async (id) =>
      (await db.all("SELECT * FROM briefing_deliveries WHERE briefing = ? ORDER BY channel", [id])).map(toDelivery),
    async again(id, channel, { before, target, effect }, ctx) {
      const { changes } = await db.run(
        `UPDATE briefing_deliveries SET state = 'intended', target = ?, effect = ?, note = NULL, at = ?
         WHERE briefing = ? AND channel = ? AND state IN ('failed', 'unclear') AND COALESCE(effect, '') = ?`,
        [target, effect, ctx.clock.now(), id, channel, before ?? ""],
      );
      return changes > 0;
    },
    async settle(id, channel, { state, note }, ctx) {
      await db.run(
        `UPDATE briefing_deliveries SET state = ?, note = ?, at = ? WHERE briefing = ? AND channel = ? AND state <> 'done'`,
        [state, note, ctx.clock.now(), id, channel],
      );
    },
  };
}

function toBriefing(row: Row): Briefing {
  return {
    id: textOf(row, "id"),
    date: textOf(row, "date"),
    zone: textOf(row, "zone"),
    at: numberOf(row, "at"),
    composition: jsonOf(row, "composition"),
  };
}

function toDelivery(row: Row): Delivery {
  return {
    briefing: textOf(row, "briefing"),
    channel: textOf(row, "channel"),
    target: textOf(row, "target"),
    state: textOf(row, "state") as DeliveryState,
    effect: textOrNull(row, "effect"),
    note: textOrNull(row, "note"),
    at: numberOf(row, "at"),
  };
}
