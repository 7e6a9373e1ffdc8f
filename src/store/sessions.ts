import { createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";

export interface Session {
  id: string;
  title: string;
  workspace: string | null;
  model: string | null;
  /** ms UTC */
  created: number;
}

export interface SessionEvent {
  session: string;
  /** 1, 2, 3 … without gaps. */
  seq: number;
  type: string;
  payload: unknown;
  at: number;
}

/** Conversations and what happened in them. Events are append-only: one that `append` returned is on disk and stays. */
export interface Sessions {
  create(session: { title: string; workspace?: string | null; model?: string | null }, ctx: Context): Promise<Session>;
  get(id: string): Promise<Session | null>;
  /** Newest first. */
  list(limit: number): Promise<Session[]>;
  setTitle(id: string, title: string): Promise<void>;
  setModel(id: string, model: string | null): Promise<void>;
  /** Stores the event (payload as JSON) and returns its number; show it to people only after that. */
  append(session: string, type: string, payload: unknown, ctx: Context): Promise<SessionEvent>;
  /** In order, those with seq > `after`. */
  events(session: string, after?: number): Promise<SessionEvent[]>;
}

export function createSessions(db: Database): Sessions {
  return {
    async create({ title, workspace = null, model = null }, ctx) {
      const now = ctx.clock.now();
      const id = createId("ses", now);
      await db.run("INSERT INTO sessions (id, title, workspace, model, created) VALUES (?, ?, ?, ?, ?)", [
        id,
        title,
        workspace,
        model,
        now,
      ]);
      return { id, title, workspace, model, created: now };
    },
    async get(id) {
      const row = await db.get("SELECT * FROM sessions WHERE id = ?", [id]);
      return row && toSession(row);
    },
    async list(limit) {
      return (await db.all("SELECT * FROM sessions ORDER BY id DESC LIMIT ?", [limit])).map(toSession);
    },
    async setTitle(id, title) {
      await db.run("UPDATE sessions SET title = ? WHERE id = ?", [title, id]);
    },
    async setModel(id, model) {
      await db.run("UPDATE sessions SET model = ? WHERE id = ?", [model, id]);
    },
    async append(session, type, payload, ctx) {
      const at = ctx.clock.now();
      const text = JSON.stringify(payload ?? null);
      const row = await db.get(
        `INSERT INTO events (session, seq, type, payload, at)
         SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM events WHERE session = ? RETURNING seq`,
        [session, type, text, at, session],
      );
      return { session, seq: row ? numberOf(row, "seq") : 0, type, payload: JSON.parse(text) as unknown, at };
    },
    async events(session, after = 0) {
      const rows = await db.all("SELECT * FROM events WHERE session = ? AND seq > ? ORDER BY seq", [session, after]);
      return rows.map(toEvent);
    },
  };
}

function toSession(row: Row): Session {
  return {
    id: textOf(row, "id"),
    title: textOf(row, "title"),
    workspace: textOrNull(row, "workspace"),
    model: textOrNull(row, "model"),
    created: numberOf(row, "created"),
  };
}

function toEvent(row: Row): SessionEvent {
  return {
    session: textOf(row, "session"),
    seq: numberOf(row, "seq"),
    type: textOf(row, "type"),
    payload: jsonOf(row, "payload"),
    at: numberOf(row, "at"),
  };
}
