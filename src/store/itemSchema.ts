// Statements of migration 19. Released ones are never edited.

/** What may want a person; evidence, actions and features are JSON. */
export const ITEMS = [
  `CREATE TABLE items (
    id TEXT PRIMARY KEY, desk TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, account TEXT, title TEXT NOT NULL, who TEXT,
    at BIGINT NOT NULL, class TEXT, needs_reply INTEGER NOT NULL, importance INTEGER NOT NULL, urgency INTEGER NOT NULL, due BIGINT,
    reason TEXT NOT NULL, evidence TEXT NOT NULL, actions TEXT NOT NULL, features TEXT NOT NULL, state TEXT NOT NULL, until BIGINT,
    created BIGINT NOT NULL, updated BIGINT NOT NULL, UNIQUE (desk, source))`,
  "CREATE INDEX items_by_state ON items (state, at)",
  "CREATE INDEX items_by_time ON items (at)",
];
