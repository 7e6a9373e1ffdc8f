import { AppError, createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";

export interface Session {
  id: string;
  title: string;
  workspace: string | null;
  model: string | null;
  /** ms UTC */
  created: number;
  /** When something last happened in it: a message, a run. */
  updated: number;
}

/** A session in a list. */
export interface SessionLine extends Session {
  /** The beginning of the last message; null where none was stored. */
  last: { role: "user" | "assistant"; text: string; at: number } | null;
}

export interface SessionPage {
  sessions: SessionLine[];
  /** For `before` of the next page; null at the end. */
  next: string | null;
}

export interface SessionEvent {
  session: string;
  /** 1, 2, 3 … without gaps. */
  seq: number;
  type: string;
  payload: unknown;
  at: number;
}

/** Conversations and what happened in them. Events are append-only. */
export interface Sessions {
  create(session: { title: string; workspace?: string | null; model?: string | null }, ctx: Context): Promise<Session>;
  get(id: string): Promise<Session | null>;
  /** Newest first. */
  list(limit: number): Promise<Session[]>;
  /**
   * By last activity, newest first, 50 a page. The cursor says where the page before ended, so a page costs the same however far
   * back it is, and what happens meanwhile makes no session appear twice in the pages before it.
   */
  page(options?: { before?: string; limit?: number }): Promise<SessionPage>;
  setTitle(id: string, title: string): Promise<void>;
  setModel(id: string, model: string | null): Promise<void>;
  /**
   * Stores the event (payload as JSON) and returns its number; show it to people only after that. It survives the end of the
   * process; a power cut may take it as long as nothing firm was stored after it (`Database.progress`).
   */
  append(session: string, type: string, payload: unknown, ctx: Context): Promise<SessionEvent>;
  /** In order, those with seq > `after`; at most `limit` of them, 1000 without it. */
  events(session: string, after?: number, limit?: number): Promise<SessionEvent[]>;
  /** Number of the last event; 0 without any. */
  lastEvent(session: string): Promise<number>;
  /** The newest `limit` events of these types, in order. */
  recent(session: string, types: readonly string[], limit: number): Promise<SessionEvent[]>;
  /** All with seq > `after`, in order, read in pieces. */
  allEvents(session: string, after?: number): AsyncIterable<SessionEvent>;
}

const PAGE = 50;
const EVENTS = 1_000;
const MOST = 10_000;
const PREVIEW_LETTERS = 160;

const BY_UPDATED = `SELECT s.id, s.title, s.workspace, s.model, s.created, s.updated,
    m.role AS last_role, substr(m.text, 1, ${PREVIEW_LETTERS}) AS last_text, m.at AS last_at
  FROM sessions s LEFT JOIN messages m
    ON m.session = s.id AND m.seq = (SELECT MAX(seq) FROM messages WHERE session = s.id)
  WHERE (s.updated, s.id) < (?, ?) ORDER BY s.updated DESC, s.id DESC LIMIT ?`;

export function createSessions(db: Database): Sessions {
  const sessions: Sessions = {
    async create({ title, workspace = null, model = null }, ctx) {
      const now = ctx.clock.now();
      const id = createId("ses", now);
      await db.run("INSERT INTO sessions (id, title, workspace, model, created, updated) VALUES (?, ?, ?, ?, ?, ?)", [
        id,
        title,
        workspace,
        model,
        now,
        now,
      ]);
      return { id, title, workspace, model, created: now, updated: now };
    },
    async get(id) {
      const row = await db.get("SELECT * FROM sessions WHERE id = ?", [id]);
      return row && toSession(row);
    },
    async list(limit) {
      return (await db.all("SELECT * FROM sessions ORDER BY id DESC LIMIT ?", [limit])).map(toSession);
    },
    async page({ before, limit = PAGE } = {}) {
      const [updated, id] = before === undefined ? [Number.MAX_SAFE_INTEGER, ""] : readCursor(before);
      const most = Math.max(1, Math.min(MOST, limit));
      const rows = await db.all(BY_UPDATED, [updated, id, most + 1]);
      const lines = rows.slice(0, most).map(toLine);
      const last = lines.at(-1);
      return { sessions: lines, next: last && rows.length > most ? `${last.updated}.${last.id}` : null };
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
      const row = await db.progress.get(
        `INSERT INTO events (session, seq, type, payload, at)
         SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM events WHERE session = ? RETURNING seq`,
        [session, type, text, at, session],
      );
      return { session, seq: row ? numberOf(row, "seq") : 0, type, payload: JSON.parse(text) as unknown, at };
    },
    async recent(session, types, limit) {
      const marks = types.map(() => "?").join(", ");
      const rows = await db.all(
        `SELECT * FROM events WHERE session = ? AND type IN (${marks}) ORDER BY seq DESC LIMIT ?`,
        [session, ...types, limit],
      );
      return rows.toReversed().map(toEvent);
    },
    async lastEvent(session) {
      const row = await db.get("SELECT COALESCE(MAX(seq), 0) AS seq FROM events WHERE session = ?", [session]);
      return row ? numberOf(row, "seq") : 0;
    },
    async events(session, after = 0, limit = EVENTS) {
      const rows = await db.all("SELECT * FROM events WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?", [
        session,
        after,
        Math.max(1, Math.min(MOST, limit)),
      ]);
      return rows.map(toEvent);
    },
    async *allEvents(session, after = 0) {
      for (let seen = after; ;) {
        const piece = await sessions.events(session, seen);
        yield* piece;
        if (piece.length < EVENTS) return;
        seen = piece.at(-1)?.seq ?? seen;
      }
    },
  };
  return sessions;
}

function readCursor(cursor: string): [number, string] {
  const [, updated = "", id = ""] = /^(\d{1,16})\.(\w{1,64})$/.exec(cursor) ?? [];
  if (id !== "") return [Number(updated), id];
  throw new AppError("E_INPUT", "The list of sessions cannot go on from there: the cursor is none of its own.", {
    hint: "Leave it out to begin with the newest.",
  });
}

function toLine(row: Row): SessionLine {
  const text = textOrNull(row, "last_text");
  const last =
    text === null
      ? null
      : { role: textOf(row, "last_role") as "user" | "assistant", text, at: numberOf(row, "last_at") };
  return { ...toSession(row), last };
}

function toSession(row: Row): Session {
  return {
    id: textOf(row, "id"),
    title: textOf(row, "title"),
    workspace: textOrNull(row, "workspace"),
    model: textOrNull(row, "model"),
    created: numberOf(row, "created"),
    updated: numberOf(row, "updated"),
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
