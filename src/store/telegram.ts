import type { Context } from "../core/index.ts";
import { jsonOf, numberOf, textOf, textOrNull, type Database, type Row } from "./database.ts";

// Statements of migration 23. Released ones are never edited.

/** Chats that a bot talks in, what came from them, what goes there, and what the owner can press. Ids of people and chats are Telegram's. */
export const TELEGRAM: readonly string[] = [
  `CREATE TABLE telegram_chats (
    account TEXT NOT NULL, id BIGINT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, session TEXT, created BIGINT NOT NULL,
    PRIMARY KEY (account, id))`,
  `CREATE TABLE telegram_updates (
    account TEXT NOT NULL, id BIGINT NOT NULL, content TEXT, at BIGINT NOT NULL, PRIMARY KEY (account, id))`,
  `CREATE TABLE telegram_posts (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, chat BIGINT NOT NULL, session TEXT, run TEXT, body TEXT NOT NULL,
    state TEXT NOT NULL, attempts BIGINT NOT NULL, sent TEXT NOT NULL, at BIGINT NOT NULL)`,
  "CREATE INDEX telegram_posts_waiting ON telegram_posts (account, at, id) WHERE state = 'waiting'",
  `CREATE TABLE telegram_buttons (
    nonce TEXT PRIMARY KEY, account TEXT NOT NULL, chat BIGINT NOT NULL, post TEXT NOT NULL, action TEXT NOT NULL,
    expires BIGINT NOT NULL, used BIGINT)`,
  `CREATE TABLE telegram_codes (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL, expires BIGINT NOT NULL, misses BIGINT NOT NULL)`,
];

/** A chat that was let in: one person alone (its id is theirs), or a group. */
export interface TelegramChat {
  id: number;
  type: "private" | "group";
  /** As the other side called it when it was let in; hostile text. */
  title: string;
  /** The conversation that goes on there. */
  session: string | null;
  /** ms UTC */
  created: number;
}

/** waiting: it certainly was not sent yet, or only in part · unclear: a part may have been sent, and nobody can tell. */
export type PostState = "waiting" | "done" | "failed" | "unclear";

/** Something that is to stand in a chat. */
export interface TelegramPost {
  id: string;
  chat: number;
  /** Whose words are in it. */
  session: string | null;
  run: string | null;
  /** JSON of the channel; never changes. */
  body: unknown;
  state: PostState;
  /** How often its sending was begun and certainly failed. */
  attempts: number;
  /** Ids of the messages that it has become so far. */
  sent: number[];
  at: number;
}

export type NewPost = Pick<TelegramPost, "id" | "chat" | "session" | "run" | "body"> & { buttons?: NewButton[] };

export interface NewButton {
  nonce: string;
  action: unknown;
  /** ms UTC */
  expires: number;
}

/**
 * What a bot keeps. Contract: what a call returned is on disk. An update is taken once, however often it comes; it stays open until `settle`
 * stores, in one transaction, that it is done and what it led to. A button is pressed once, before it expires, in its own chat.
 */
export interface TelegramLog {
  chats(account: string): Promise<TelegramChat[]>;
  chat(account: string, id: number): Promise<TelegramChat | null>;
  /** Lets a chat in; one that is in already stays as it is. */
  admit(account: string, chat: Pick<TelegramChat, "id" | "type" | "title">, ctx: Timed): Promise<void>;
  /** Null: the next message begins one. */
  setSession(account: string, chat: number, session: string | null): Promise<void>;
  /** With all that waits to be sent there. False where there is no such chat. */
  forget(account: string, chat: number): Promise<boolean>;
  /** False where it was taken before. `content` null: nothing is to be done for it. */
  take(account: string, update: number, content: unknown, ctx: Timed): Promise<boolean>;
  isTaken(account: string, update: number): Promise<boolean>;
  /** Oldest first. */
  open(account: string): Promise<{ id: number; content: unknown }[]>;
  settle(account: string, update: number, posts: readonly NewPost[], ctx: Timed): Promise<void>;
  /** Nothing for ids that are there already. */
  post(account: string, posts: readonly NewPost[], ctx: Timed): Promise<void>;
  findPost(id: string): Promise<TelegramPost | null>;
  /** Oldest first. */
  waiting(account: string): Promise<TelegramPost[]>;
  change(id: string, change: Partial<Pick<TelegramPost, "state" | "attempts" | "sent">>): Promise<void>;
  /** Buttons under a message that is sent elsewhere, each of which decides for itself; nothing for those that are there already. */
  offer(account: string, chat: number, buttons: readonly NewButton[]): Promise<void>;
  /** What a button does; null for one that was pressed, is too old, of another chat, or never was. */
  press(account: string, nonce: string, chat: number, ctx: Timed): Promise<{ action: unknown; post: string } | null>;
  addCode(account: string, code: { hash: string; expires: number }): Promise<void>;
  /** Whether it was open: then it is gone. Else it counts against those that are, and `mostMisses` end them. */
  takeCode(account: string, hash: string, mostMisses: number, ctx: Timed): Promise<boolean>;
  hasCode(account: string, ctx: Timed): Promise<boolean>;
  /** Takes away what is older than this and over. */
  prune(account: string, before: number): Promise<void>;
}

type Timed = Pick<Context, "clock">;

export function createTelegramLog(db: Database): TelegramLog {
  return { ...createChats(db), ...createUpdates(db), ...createPosts(db), ...createCodes(db) };
}

function createChats(db: Database): Pick<TelegramLog, "chats" | "chat" | "admit" | "setSession" | "forget"> {
  return {
    async chats(account) {
      return (await db.all("SELECT * FROM telegram_chats WHERE account = ? ORDER BY created, id", [account])).map(
        toChat,
      );
    },
    async chat(account, id) {
      const row = await db.get("SELECT * FROM telegram_chats WHERE account = ? AND id = ?", [account, id]);
      return row && toChat(row);
    },
    async admit(account, { id, type, title }, { clock }) {
      await db.run(
        `INSERT INTO telegram_chats (account, id, type, title, created) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (account, id) DO NOTHING`,
        [account, id, type, title, clock.now()],
      );
    },
    async setSession(account, chat, session) {
      await db.run("UPDATE telegram_chats SET session = ? WHERE account = ? AND id = ?", [session, account, chat]);
    },
    forget: (account, chat) =>
      db.transaction(async (tx) => {
        await tx.run("DELETE FROM telegram_buttons WHERE account = ? AND chat = ?", [account, chat]);
        await tx.run("DELETE FROM telegram_posts WHERE account = ? AND chat = ?", [account, chat]);
        const { changes } = await tx.run("DELETE FROM telegram_chats WHERE account = ? AND id = ?", [account, chat]);
        return changes > 0;
      }),
  };
}

function createUpdates(db: Database): Pick<TelegramLog, "take" | "isTaken" | "open" | "settle" | "prune"> {
  return {
    async take(account, update, content, { clock }) {
      const { changes } = await db.run(
        `INSERT INTO telegram_updates (account, id, content, at) VALUES (?, ?, ?, ?) ON CONFLICT (account, id) DO NOTHING`,
        [account, update, content === null ? null : JSON.stringify(content), clock.now()],
      );
      return changes === 1;
    },
    async isTaken(account, update) {
      return (await db.get("SELECT id FROM telegram_updates WHERE account = ? AND id = ?", [account, update])) !== null;
    },
    async open(account) {
      const rows = await db.all(
        "SELECT id, content FROM telegram_updates WHERE account = ? AND content IS NOT NULL ORDER BY at, id",
        [account],
      );
      return rows.map((row) => ({ id: numberOf(row, "id"), content: jsonOf(row, "content") }));
    },
    settle: (account, update, posts, ctx) =>
      db.transaction(async (tx) => {
        for (const post of posts) await insertPost(tx, account, post, ctx);
        await tx.run("UPDATE telegram_updates SET content = NULL WHERE account = ? AND id = ?", [account, update]);
      }),
    prune: (account, before) =>
      db.transaction(async (tx) => {
        const ended = "account = ? AND at < ?";
        await tx.run(`DELETE FROM telegram_updates WHERE ${ended} AND content IS NULL`, [account, before]);
        await tx.run(`DELETE FROM telegram_posts WHERE ${ended} AND state <> 'waiting'`, [account, before]);
        await tx.run("DELETE FROM telegram_buttons WHERE account = ? AND expires < ?", [account, before]);
      }),
  };
}

function createPosts(db: Database): Pick<TelegramLog, "post" | "findPost" | "waiting" | "change" | "offer" | "press"> {
  return {
    post: (account, posts, ctx) =>
      db.transaction(async (tx) => {
        for (const post of posts) await insertPost(tx, account, post, ctx);
      }),
    async findPost(id) {
      const row = await db.get("SELECT * FROM telegram_posts WHERE id = ?", [id]);
      return row && toPost(row);
    },
    async waiting(account) {
      const rows = await db.all(
        "SELECT * FROM telegram_posts WHERE account = ? AND state = 'waiting' ORDER BY at, id",
        [account],
      );
      return rows.map(toPost);
    },
    async change(id, { state, attempts, sent }) {
      await db.run(
        `UPDATE telegram_posts SET state = COALESCE(?, state), attempts = COALESCE(?, attempts), sent = COALESCE(?, sent)
         WHERE id = ?`,
        [state ?? null, attempts ?? null, sent === undefined ? null : JSON.stringify(sent), id],
      );
    },
    offer: (account, chat, buttons) =>
      db.transaction(async (tx) => {
        for (const { nonce, action, expires } of buttons) {
          await tx.run(
            `INSERT INTO telegram_buttons (nonce, account, chat, post, action, expires) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (nonce) DO NOTHING`,
            [nonce, account, chat, nonce, JSON.stringify(action), expires],
          );
        }
      }),
    async press(account, nonce, chat, { clock }) {
      const now = clock.now();
      const row = await db.get(
        `UPDATE telegram_buttons SET used = ? WHERE nonce = ? AND account = ? AND chat = ? AND used IS NULL AND expires > ?
         RETURNING action, post`,
        [now, nonce, account, chat, now],
      );
      if (!row) return null;
      const post = textOf(row, "post");
      // One press decides for all buttons that stand under the same message.
      await db.run("UPDATE telegram_buttons SET used = ? WHERE post = ? AND used IS NULL", [now, post]);
      return { action: jsonOf(row, "action"), post };
    },
  };
}

function createCodes(db: Database): Pick<TelegramLog, "addCode" | "takeCode" | "hasCode"> {
  return {
    addCode: (account, { hash, expires }) =>
      db.transaction(async (tx) => {
        await tx.run("DELETE FROM telegram_codes WHERE account = ?", [account]);
        await tx.run("INSERT INTO telegram_codes (hash, account, expires, misses) VALUES (?, ?, ?, 0)", [
          hash,
          account,
          expires,
        ]);
      }),
    takeCode: (account, hash, mostMisses, { clock }) =>
      db.transaction(async (tx) => {
        const taken = await tx.run(
          "DELETE FROM telegram_codes WHERE account = ? AND hash = ? AND expires > ? AND misses < ?",
          [account, hash, clock.now(), mostMisses],
        );
        if (taken.changes > 0) return true;
        await tx.run("UPDATE telegram_codes SET misses = misses + 1 WHERE account = ?", [account]);
        await tx.run("DELETE FROM telegram_codes WHERE account = ? AND misses >= ?", [account, mostMisses]);
        return false;
      }),
    async hasCode(account, { clock }) {
      const row = await db.get("SELECT hash FROM telegram_codes WHERE account = ? AND expires > ?", [
        account,
        clock.now(),
      ]);
      return row !== null;
    },
  };
}

async function insertPost(tx: Database, account: string, post: NewPost, { clock }: Timed): Promise<void> {
  const { id, chat, session, run, body, buttons = [] } = post;
  const { changes } = await tx.run(
    `INSERT INTO telegram_posts (id, account, chat, session, run, body, state, attempts, sent, at)
     VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, '[]', ?) ON CONFLICT (id) DO NOTHING`,
    [id, account, chat, session, run, JSON.stringify(body), clock.now()],
  );
  if (changes === 0) return;
  for (const { nonce, action, expires } of buttons) {
    await tx.run(
      "INSERT INTO telegram_buttons (nonce, account, chat, post, action, expires) VALUES (?, ?, ?, ?, ?, ?)",
      [nonce, account, chat, id, JSON.stringify(action), expires],
    );
  }
}

function toChat(row: Row): TelegramChat {
  return {
    id: numberOf(row, "id"),
    type: textOf(row, "type") as TelegramChat["type"],
    title: textOf(row, "title"),
    session: textOrNull(row, "session"),
    created: numberOf(row, "created"),
  };
}

function toPost(row: Row): TelegramPost {
  return {
    id: textOf(row, "id"),
    chat: numberOf(row, "chat"),
    session: textOrNull(row, "session"),
    run: textOrNull(row, "run"),
    body: jsonOf(row, "body"),
    state: textOf(row, "state") as PostState,
    attempts: numberOf(row, "attempts"),
    sent: jsonOf(row, "sent") as number[],
    at: numberOf(row, "at"),
  };
}
