import { AppError, createId, type Context } from "../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";
import { createSessions } from "./sessions.ts";

/**
 * `waiting`: accepted, not begun. `interrupted`: it was waiting in the backup that was restored; it may have been done since, so a
 * person decides. An answer is "done" from its first moment: it is stored whole, or not at
 * all.
 */
export type MessageState = "waiting" | "running" | "done" | "failed" | "cancelled" | "interrupted";

/** What a person said, or what was answered. */
export interface Message {
  id: string;
  session: string;
  /** 1, 2, 3 … in the order in which messages and answers were stored. */
  seq: number;
  role: "user" | "assistant";
  /** Given by the sender, so that sending again is no second message; null for what nobody can send again. */
  key: string | null;
  text: string;
  state: MessageState;
  /** The run that did the work; of a message that began, and of its answer. */
  run: string | null;
  /** Of an answer: the message that it answers. */
  replyTo: string | null;
  /** JSON of whoever stored it: the result of an answer, the attachments of a message. */
  data: unknown;
  /** ms UTC */
  at: number;
}

export interface NewAnswer {
  /** The message that is answered. */
  message: string;
  state: "done" | "failed" | "cancelled";
  run: string | null;
  text: string;
  data: unknown;
}

/**
 * What was said in conversations. A message that `accept` returned is on disk, and so is the event "message" that tells it; it has at most one answer, for ever: a
 * second one changes nothing. Messages of a session are worked off in the order of `seq`.
 */
export interface Messages {
  /** The first message of this session with this key, now or already there. E_NOT_FOUND without such a session. */
  accept(
    message: { session: string; key: string | null; text: string; data?: unknown },
    ctx: Context,
  ): Promise<{ message: Message; isNew: boolean }>;
  get(id: string): Promise<Message | null>;
  /** The keys of those that were sent with one. */
  keys(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The answer to a message; null while it has none. */
  answerTo(id: string): Promise<Message | null>;
  /** Oldest first; those with seq < `before`, the newest `limit` of them. */
  list(session: string, options?: { before?: number; limit?: number }): Promise<Message[]>;
  /** The oldest message of a session, sent with a key, that has no answer yet. */
  next(session: string): Promise<Message | null>;
  /** All such messages, of every session, the newest first; with an id below `before`. */
  open(options: { limit: number; before?: string | undefined }): Promise<Message[]>;
  /** Sessions that have such a message. */
  unanswered(): Promise<string[]>;
  begin(id: string, run: string): Promise<void>;
  /** Stores the answer and the message's end together; null when it was answered before. */
  answer(answer: NewAnswer, ctx: Context): Promise<Message | null>;
}

const SEQ = "(SELECT COALESCE(MAX(seq), 0) + 1 FROM messages WHERE session = ?)";
const MOST = 10_000;
/** Not those that belong to the index of words. */
const COLUMNS = "id, session, seq, role, key, text, state, run, reply_to, data, at";

export function createMessages(db: Database): Messages {
  return {
    accept: (message, ctx) => db.transaction((tx) => accept(tx, message, ctx)),
    async answerTo(id) {
      const row = await db.get(`SELECT ${COLUMNS} FROM messages WHERE reply_to = ?`, [id]);
      return row && toMessage(row);
    },
    async keys(ids) {
      if (ids.length === 0) return new Map();
      const marks = ids.map(() => "?").join(", ");
      const rows = await db.all(`SELECT id, key FROM messages WHERE id IN (${marks}) AND key IS NOT NULL`, [...ids]);
      return new Map(rows.map((row) => [textOf(row, "id"), textOf(row, "key")]));
    },
    async get(id) {
      const row = await db.get(`SELECT ${COLUMNS} FROM messages WHERE id = ?`, [id]);
      return row && toMessage(row);
    },
    async list(session, { before = Number.MAX_SAFE_INTEGER, limit = MOST } = {}) {
      const rows = await db.all(
        `SELECT ${COLUMNS} FROM messages WHERE session = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
        [session, before, limit],
      );
      return rows.toReversed().map(toMessage);
    },
    async next(session) {
      const row = await db.get(
        `SELECT ${COLUMNS} FROM messages WHERE session = ? AND state IN ('waiting', 'running') AND key IS NOT NULL
         ORDER BY seq LIMIT 1`,
        [session],
      );
      return row && toMessage(row);
    },
    async open({ limit, before = "n" }) {
      const rows = await db.all(
        `SELECT ${COLUMNS} FROM messages WHERE state IN ('waiting', 'running') AND key IS NOT NULL AND id < ?
         ORDER BY id DESC LIMIT ?`,
        [before, limit],
      );
      return rows.map(toMessage);
    },
    async unanswered() {
      const rows = await db.all(
        `SELECT session, MIN(id) AS first FROM messages WHERE state IN ('waiting', 'running') AND key IS NOT NULL
         GROUP BY session ORDER BY first`,
      );
      return rows.map((row) => textOf(row, "session"));
    },
    async begin(id, run) {
      await db.run("UPDATE messages SET state = 'running', run = ? WHERE id = ? AND state = 'waiting'", [run, id]);
    },
    answer: (answer, ctx) => db.transaction((tx) => storeAnswer(tx, answer, ctx)),
  };
}

async function accept(
  tx: Database,
  { session, key, text, data = null }: Parameters<Messages["accept"]>[0],
  ctx: Context,
): Promise<{ message: Message; isNew: boolean }> {
  const at = ctx.clock.now();
  const id = createId("msg", at);
  const row = await tx.get(
    `INSERT INTO messages (id, session, seq, role, key, text, state, data, at)
     SELECT ?, id, ${SEQ}, 'user', ?, ?, 'waiting', ?, ? FROM sessions WHERE id = ?
     ON CONFLICT (session, key) DO NOTHING RETURNING ${COLUMNS}`,
    [id, session, key, text, JSON.stringify(data), at, session],
  );
  if (row) {
    await createSessions(tx).append(session, "message", { type: "message", message: id, text, data }, ctx);
    return { message: toMessage(row), isNew: true };
  }
  const known = await tx.get(`SELECT ${COLUMNS} FROM messages WHERE session = ? AND key = ?`, [session, key]);
  if (!known) throw new AppError("E_NOT_FOUND", `There is no session ${session}.`);
  return { message: toMessage(known), isNew: false };
}

/** As `Messages.answer`, inside of a transaction. */
export async function storeAnswer(tx: Database, answer: NewAnswer, ctx: Context): Promise<Message | null> {
  const at = ctx.clock.now();
  const { message, run, text, data, state } = answer;
  const asked = await tx.get("SELECT session FROM messages WHERE id = ? AND role = 'user'", [message]);
  if (!asked) throw new AppError("E_NOT_FOUND", `There is no message ${message}.`);
  const session = textOf(asked, "session");
  const row = await tx.get(
    `INSERT INTO messages (id, session, seq, role, text, state, run, reply_to, data, at)
     VALUES (?, ?, ${SEQ}, 'assistant', ?, 'done', ?, ?, ?, ?)
     ON CONFLICT (reply_to) DO NOTHING RETURNING ${COLUMNS}`,
    [createId("msg", at), session, session, text, run, message, JSON.stringify(data ?? null), at],
  );
  if (!row) return null;
  await tx.run("UPDATE messages SET state = ?, run = ? WHERE id = ?", [state, run, message]);
  return toMessage(row);
}

function toMessage(row: Row): Message {
  return {
    id: textOf(row, "id"),
    session: textOf(row, "session"),
    seq: numberOf(row, "seq"),
    role: textOf(row, "role") as Message["role"],
    key: textOrNull(row, "key"),
    text: textOf(row, "text"),
    state: textOf(row, "state") as MessageState,
    run: textOrNull(row, "run"),
    replyTo: textOrNull(row, "reply_to"),
    data: jsonOf(row, "data"),
    at: numberOf(row, "at"),
  };
}
