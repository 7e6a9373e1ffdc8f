import { createId, type Context } from "../../core/index.ts";
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull, type Database, type Row } from "../database.ts";

/**
 * asking: it lacks what only the owner knows · open: waits for the owner · waiting: is sent when its time has come, unless somebody says no ·
 * sending: was released, and nothing is known of it yet · the others: how it ended.
 */
export type DraftState = "asking" | "open" | "waiting" | "sending" | "sent" | "unclear" | "failed" | "discarded";

/** The draft of an answer to a mail. */
export interface StoredDraft {
  id: string;
  mail: string;
  item: string;
  account: string;
  thread: string;
  /** Address that it goes to. */
  recipient: string;
  state: DraftState;
  /** JSON: what it says, and where each sentence comes from. */
  draft: unknown;
  /** Why it waits for a person, or went out without one. */
  why: string[];
  /** A person has released exactly this. */
  seen: boolean;
  /** When it goes out, ms UTC; null: not by itself. */
  due: number | null;
  /** Name of the act that sends it. */
  effect: string | null;
  created: number;
  updated: number;
  sent: number | null;
}

export type NewDraft = Omit<StoredDraft, "id" | "created" | "updated" | "sent" | "effect" | "seen">;
export type DraftPatch = Partial<Pick<StoredDraft, "state" | "draft" | "why" | "seen" | "due" | "effect" | "sent">>;

export interface Drafts {
  in(tx: Database): Drafts;
  /** A mail has one draft: a second one is the first. */
  create(draft: NewDraft, ctx: Pick<Context, "clock">): Promise<StoredDraft>;
  get(id: string): Promise<StoredDraft | null>;
  ofMail(mail: string): Promise<StoredDraft | null>;
  list(filter: { states?: readonly DraftState[]; thread?: string; limit: number }): Promise<StoredDraft[]>;
  /** Null unless it is in one of these states: who came first has changed it. */
  change(
    id: string,
    from: readonly DraftState[],
    patch: DraftPatch,
    ctx: Pick<Context, "clock">,
  ): Promise<StoredDraft | null>;
  /** How many went out, or may have, since this moment (ms UTC); of a thread, or of all. */
  countSent(since: number, thread?: string): Promise<number>;
}

const COLUMNS = ["state", "draft", "why", "seen", "due", "effect", "sent"] as const;

export function createDrafts(db: Database): Drafts {
  const one = async (where: string, value: string): Promise<StoredDraft | null> => {
    const row = await db.get(`SELECT * FROM drafts WHERE ${where} = ?`, [value]);
    return row && toDraft(row);
  };
  return {
    in: createDrafts,
    async create(draft, ctx) {
      const { mail, item, account, thread, recipient, state, why, due } = draft;
      const now = ctx.clock.now();
      await db.run(
        `INSERT INTO drafts (id, mail, item, account, thread, recipient, state, draft, why, seen, due, created, updated)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT (mail) DO NOTHING`,
        [
          createId("draft", now),
          mail,
          item,
          account,
          thread,
          recipient,
          state,
          JSON.stringify(draft.draft),
          JSON.stringify(why),
          due,
          now,
          now,
        ],
      );
      const made = await one("mail", mail);
      if (!made) throw new Error(`the draft for ${mail} is not there`);
      return made;
    },
    get: (id) => one("id", id),
    ofMail: (mail) => one("mail", mail),
    async list({ states, thread, limit }) {
      const marks = (states ?? []).map(() => "?").join(", ");
      const where = [...(states ? [`state IN (${marks})`] : []), ...(thread === undefined ? [] : ["thread = ?"])];
      const rows = await db.all(
        `SELECT * FROM drafts ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`} ORDER BY updated DESC LIMIT ?`,
        [...(states ?? []), ...(thread === undefined ? [] : [thread]), limit],
      );
      return rows.map(toDraft);
    },
    async change(id, from, patch, ctx) {
      const columns = COLUMNS.filter((column) => patch[column] !== undefined);
      const values = columns.map((column) => toValue(patch[column] ?? null));
      const sets = [...columns.map((column) => `${column} = ?`), "updated = ?"].join(", ");
      const { changes } = await db.run(
        `UPDATE drafts SET ${sets} WHERE id = ? AND state IN (${from.map(() => "?").join(", ")})`,
        [...values, ctx.clock.now(), id, ...from],
      );
      return changes === 1 ? one("id", id) : null;
    },
    async countSent(since, thread) {
      const where = thread === undefined ? "" : " AND thread = ?";
      const row = await db.get(
        `SELECT COUNT(*) AS n FROM drafts WHERE state IN ('sending', 'sent', 'unclear') AND COALESCE(sent, updated) >= ?${where}`,
        thread === undefined ? [since] : [since, thread],
      );
      return row ? numberOf(row, "n") : 0;
    },
  };
}

function toValue(value: unknown): string | number | null {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}

const STATES: readonly DraftState[] = [
  "asking",
  "open",
  "waiting",
  "sending",
  "sent",
  "unclear",
  "failed",
  "discarded",
];

function toDraft(row: Row): StoredDraft {
  const [state, why] = [textOf(row, "state"), jsonOf(row, "why")];
  return {
    id: textOf(row, "id"),
    mail: textOf(row, "mail"),
    item: textOf(row, "item"),
    account: textOf(row, "account"),
    thread: textOf(row, "thread"),
    recipient: textOf(row, "recipient"),
    state: STATES.find((known) => known === state) ?? "open", // what nobody knows waits for a person
    draft: jsonOf(row, "draft"),
    why: Array.isArray(why) ? why.map(String) : [],
    seen: numberOf(row, "seen") === 1,
    due: numberOrNull(row, "due"),
    effect: textOrNull(row, "effect"),
    created: numberOf(row, "created"),
    updated: numberOf(row, "updated"),
    sent: numberOrNull(row, "sent"),
  };
}
