import { AppError, createId, type Context } from "../core/index.ts";
import {
  jsonOf,
  numberOf,
  numberOrNull,
  textOf,
  textOrNull,
  type Database,
  type Row,
  type SqlValue,
} from "./database.ts";

/** None, low, normal, high. */
export type Level = 0 | 1 | 2 | 3;

/** What a claim stands on: words of a stored document, or a value that code computed from it. */
export type Evidence =
  /** `source`: id of a mail or document in which `text` stands literally. */
  { type: "quote"; source: string; text: string } | { type: "fact"; name: string; value: string; source: string };

/** One of the reasons for an item. `at` is ms UTC. */
export type ReasonPart =
  | { say: "class"; class: string }
  /** The owner said so of a mail like it. */
  | { say: "corrected"; at: number }
  | { say: "due"; at: number }
  | { say: "unanswered"; days: number }
  | { say: "reply" | "action" | "nothing" | "first" | "unsure" }
  /** What a bill asks for: a decimal string, and "YYYY-MM-DD". */
  | { say: "pay"; amount: string | null; currency: string | null; day: string | null }
  /** The mail contradicts itself about it. */
  | { say: "unclear"; what: "amount" | "iban" | "number" | "due" }
  /** ms UTC; `place` and titles are somebody else's words. */
  | { say: "invited" | "calledOff"; start: number; end: number; isAllDay: boolean; place: string | null }
  | { say: "conflict"; titles: readonly string[] }
  | { say: "answered"; who: string; answer: "accepted" | "declined" | "tentative" }
  | { say: "repeats" | "notTheOrganiser" };

/** Something that could be done about an item; nothing is done before a person or a rule of the owner releases it. */
export interface ProposedAction {
  id: string;
  /** "reply", "archive", "pay", "appointment" … */
  kind: string;
  title: string;
  arguments: unknown;
}

/** `snoozed` until a moment; a person's word, or what a person did, ends it as `done`. */
export type ItemState = "open" | "snoozed" | "done";

/** Something that may want a person: a mail, a question, a follow-up, a number that fell. Written by desks, read by the briefing. */
export interface Item {
  id: string;
  desk: string;
  /** "mail", "question", "followup", "metric" … */
  kind: string;
  /** What it is about in its desk (the id of a mail); with the desk, unique. */
  source: string;
  account: string | null;
  title: string;
  who: { name: string; address: string } | null;
  /** When it came, ms UTC. */
  at: number;
  class: string | null;
  needsReply: boolean;
  importance: Level;
  urgency: Level;
  /** ms UTC */
  due: number | null;
  /** One line, in the owner's language as it was then. Who shows it prefers `why`. */
  reason: string;
  /** The same as parts that are phrased when they are shown; null: of an earlier version, or of a desk that has only the line. */
  why: readonly ReasonPart[] | null;
  evidence: Evidence[];
  actions: ProposedAction[];
  /** Named numbers that the ranking weighs (`docs/briefing.md`). */
  features: Readonly<Record<string, number>>;
  state: ItemState;
  /** Of a snoozed one: until when, ms UTC. */
  until: number | null;
  createdAt: number;
  updatedAt: number;
}

export type NewItem = Omit<Item, "id" | "createdAt" | "updatedAt" | "why"> & Partial<Pick<Item, "why">>;

export interface ItemFilter {
  desk?: string;
  states?: readonly ItemState[];
  /** Those that came at this moment or later, ms UTC. */
  since?: number;
  limit: number;
}

export interface Items {
  in(tx: Database): Items;
  /** The same desk and source again is the same item with what is known now; the state that a person gave it stays. */
  put(item: NewItem, ctx: Pick<Context, "clock">): Promise<Item>;
  get(id: string): Promise<Item | null>;
  /** Of what a desk knows under its own name. */
  find(desk: string, source: string): Promise<Item | null>;
  /** Newest first. */
  list(filter: ItemFilter): Promise<Item[]>;
  /** `until` (ms UTC) belongs to "snoozed". Throws E_NOT_FOUND. */
  setState(id: string, state: ItemState, ctx: Pick<Context, "clock">, until?: number): Promise<Item>;
}

export function createItems(db: Database): Items {
  const get = async (id: string): Promise<Item | null> => {
    const row = await db.get("SELECT * FROM items WHERE id = ?", [id]);
    return row && toItem(row);
  };
  const find = async (desk: string, source: string): Promise<Item | null> => {
    const row = await db.get("SELECT * FROM items WHERE desk = ? AND source = ?", [desk, source]);
    return row && toItem(row);
  };
  return {
    in: createItems,
    get,
    find,
    async put(item, ctx) {
      const now = ctx.clock.now();
      const row = await db.get(PUT, [
        createId("item", now),
        item.desk,
        item.kind,
        item.source,
        item.account,
        item.title,
        item.who && JSON.stringify(item.who),
        item.at,
        item.class,
        item.needsReply ? 1 : 0,
        item.importance,
        item.urgency,
        item.due,
        item.reason,
        item.why ? JSON.stringify(item.why) : null,
        JSON.stringify(item.evidence),
        JSON.stringify(item.actions),
        JSON.stringify(item.features),
        item.state,
        item.until,
        now,
        now,
      ]);
      if (!row) throw new AppError("E_BUG", "An item that was stored was not given back.");
      return toItem(row);
    },
    async list({ desk, states, since, limit }) {
      const params: SqlValue[] = [];
      const where: string[] = [];
      if (desk !== undefined) {
        where.push("desk = ?");
        params.push(desk);
      }
      if (states !== undefined) {
        where.push(`state IN (${states.map(() => "?").join(", ")})`);
        params.push(...states);
      }
      if (since !== undefined) {
        where.push("at >= ?");
        params.push(since);
      }
      const filter = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
      const rows = await db.all(`SELECT * FROM items ${filter} ORDER BY at DESC, id DESC LIMIT ?`, [...params, limit]);
      return rows.map(toItem);
    },
    async setState(id, state, ctx, until) {
      const row = await db.get("UPDATE items SET state = ?, until = ?, updated = ? WHERE id = ? RETURNING *", [
        state,
        state === "snoozed" ? (until ?? null) : null,
        ctx.clock.now(),
        id,
      ]);
      if (!row) throw new AppError("E_NOT_FOUND", `There is no item ${id}.`);
      return toItem(row);
    },
  };
}

const PUT = `INSERT INTO items (id, desk, kind, source, account, title, who, at, class, needs_reply, importance, urgency, due, reason,
    why, evidence, actions, features, state, until, created, updated)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (desk, source) DO UPDATE SET kind = excluded.kind, account = excluded.account, title = excluded.title, who = excluded.who,
    at = excluded.at, class = excluded.class, needs_reply = excluded.needs_reply, importance = excluded.importance,
    urgency = excluded.urgency, due = excluded.due, reason = excluded.reason, why = excluded.why,
    evidence = excluded.evidence,
    actions = excluded.actions, features = excluded.features, updated = excluded.updated
  RETURNING *`;

function toItem(row: Row): Item {
  return {
    id: textOf(row, "id"),
    desk: textOf(row, "desk"),
    kind: textOf(row, "kind"),
    source: textOf(row, "source"),
    account: textOrNull(row, "account"),
    title: textOf(row, "title"),
    who: row["who"] === null ? null : (jsonOf(row, "who") as Item["who"]),
    at: numberOf(row, "at"),
    class: textOrNull(row, "class"),
    needsReply: numberOf(row, "needs_reply") === 1,
    importance: numberOf(row, "importance") as Level,
    urgency: numberOf(row, "urgency") as Level,
    due: numberOrNull(row, "due"),
    reason: textOf(row, "reason"),
    why: row["why"] === null ? null : (jsonOf(row, "why") as ReasonPart[]),
    evidence: jsonOf(row, "evidence") as Evidence[],
    actions: jsonOf(row, "actions") as ProposedAction[],
    features: jsonOf(row, "features") as Record<string, number>,
    state: textOf(row, "state") as ItemState,
    until: numberOrNull(row, "until"),
    createdAt: numberOf(row, "created"),
    updatedAt: numberOf(row, "updated"),
  };
}
