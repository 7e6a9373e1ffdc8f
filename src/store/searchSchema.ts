import type { SchemaStatement } from "./migrations.ts";
import { ACTIVITY_POSTGRES, SEARCH_POSTGRES } from "./postgres/search.ts";

// Statements of migration 5. Released ones are never edited.

/** When something last happened in a session: a message or a run. Kept by triggers, so that no way of writing can forget it. */
export const ACTIVITY: SchemaStatement[] = [
  "ALTER TABLE sessions ADD COLUMN updated BIGINT NOT NULL DEFAULT 0",
  "CREATE INDEX sessions_by_updated ON sessions (updated, id)",
  {
    sqlite: [
      `UPDATE sessions SET updated = MAX(created,
        COALESCE((SELECT MAX(started) FROM runs WHERE runs.session = sessions.id), 0),
        COALESCE((SELECT MAX(at) FROM messages WHERE messages.session = sessions.id), 0))`,
      `CREATE TRIGGER session_updated_by_run AFTER INSERT ON runs WHEN NEW.session IS NOT NULL BEGIN
        UPDATE sessions SET updated = MAX(updated, NEW.started) WHERE id = NEW.session; END`,
    ],
    postgres: ACTIVITY_POSTGRES,
  },
];

/** Pictures that are younger than the index's tables, where what is unknown is taken for a letter: they end a word. */
const PICTURES = [
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f780, 0x1f7ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
]
  .flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n)))
  .join("");

/**
 * The index of words (FTS5 of SQLite). It names rows by number for ever, which only a declared key keeps through a VACUUM: so the
 * table gets one. The index holds which words a message has and not where (`detail=none`), a third of the bytes; beginnings of 2
 * to 5 letters are indexed, longer ones are few enough to be gathered. The session is a word of the index too, to look inside one.
 */
const SEARCH_SQLITE = [
  `CREATE TABLE numbered_messages (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL REFERENCES sessions(id), seq BIGINT NOT NULL,
    role TEXT NOT NULL, key TEXT, text TEXT NOT NULL, state TEXT NOT NULL, run TEXT,
    reply_to TEXT UNIQUE REFERENCES numbered_messages(id), data TEXT NOT NULL, at BIGINT NOT NULL,
    UNIQUE (session, seq), UNIQUE (session, key))`,
  `INSERT INTO numbered_messages (id, session, seq, role, key, text, state, run, reply_to, data, at)
    SELECT id, session, seq, role, key, text, state, run, reply_to, data, at FROM messages ORDER BY id`,
  "DROP TABLE messages",
  "ALTER TABLE numbered_messages RENAME TO messages",
  "CREATE INDEX messages_unanswered ON messages (session, seq) WHERE state IN ('waiting', 'running')",
  "CREATE VIEW message_words AS SELECT n, text, substr(session, 5) AS session FROM messages",
  `CREATE VIRTUAL TABLE message_index USING fts5(text, session, content = 'message_words', content_rowid = 'n',
    tokenize = "unicode61 remove_diacritics 2 separators '${PICTURES}'", prefix = '2 3 4 5', detail = none)`,
  "INSERT INTO message_index (message_index) VALUES ('rebuild')",
  `CREATE TRIGGER message_indexed AFTER INSERT ON messages BEGIN
    INSERT INTO message_index (rowid, text, session) VALUES (NEW.n, NEW.text, substr(NEW.session, 5)); END`,
  `CREATE TRIGGER message_unindexed AFTER DELETE ON messages BEGIN
    INSERT INTO message_index (message_index, rowid, text, session)
      VALUES ('delete', OLD.n, OLD.text, substr(OLD.session, 5)); END`,
  `CREATE TRIGGER message_reindexed AFTER UPDATE OF text, session, n ON messages BEGIN
    INSERT INTO message_index (message_index, rowid, text, session)
      VALUES ('delete', OLD.n, OLD.text, substr(OLD.session, 5));
    INSERT INTO message_index (rowid, text, session) VALUES (NEW.n, NEW.text, substr(NEW.session, 5)); END`,
  `CREATE TRIGGER session_updated_by_message AFTER INSERT ON messages BEGIN
    UPDATE sessions SET updated = MAX(updated, NEW.at) WHERE id = NEW.session; END`,
];

export const SEARCH: SchemaStatement[] = [{ sqlite: SEARCH_SQLITE, postgres: SEARCH_POSTGRES }];
