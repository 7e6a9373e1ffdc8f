// Statements of migration 20. Released ones are never edited.

/** Classes of mail that the owner made or renamed, what they corrected, their rules, and drafts of answers. */
export const INBOX = [
  "CREATE TABLE inbox_classes (name TEXT PRIMARY KEY, title TEXT NOT NULL, at BIGINT NOT NULL)",
  `CREATE TABLE inbox_examples (
    mail TEXT PRIMARY KEY, class TEXT NOT NULL, was TEXT, subject TEXT NOT NULL, text TEXT NOT NULL, sender TEXT NOT NULL,
    language TEXT, at BIGINT NOT NULL)`,
  "CREATE INDEX inbox_examples_by_time ON inbox_examples (at)",
  `CREATE TABLE inbox_rules (
    id TEXT NOT NULL, version BIGINT NOT NULL, text TEXT NOT NULL, rule TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (id, version))`,
  `CREATE TABLE drafts (
    id TEXT PRIMARY KEY, mail TEXT NOT NULL UNIQUE, item TEXT NOT NULL, account TEXT NOT NULL, thread TEXT NOT NULL,
    recipient TEXT NOT NULL, state TEXT NOT NULL, draft TEXT NOT NULL, why TEXT NOT NULL, seen INTEGER NOT NULL, due BIGINT,
    effect TEXT, created BIGINT NOT NULL, updated BIGINT NOT NULL, sent BIGINT)`,
  "CREATE INDEX drafts_by_state ON drafts (state, updated)",
  "CREATE INDEX drafts_by_thread ON drafts (thread, sent)",
];
