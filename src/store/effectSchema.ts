// Statements of migration 9. Released ones are never edited.

/**
 * Acts on the world outside and what became of them. `ref` is the name that whoever asked gave the act, `holder` the Kralle that carries
 * it, `hash` the SHA-256 of the canonical intent. `changed` is the last time that anything was recorded of it.
 */
export const EFFECTS = [
  `CREATE TABLE effects (
    id TEXT PRIMARY KEY, ref TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account TEXT NOT NULL, class TEXT NOT NULL,
    key TEXT NOT NULL, title TEXT NOT NULL, arguments TEXT NOT NULL, hash TEXT NOT NULL, run TEXT, holder TEXT NOT NULL,
    state TEXT NOT NULL, attempts BIGINT NOT NULL, receipt TEXT, fault TEXT, intended BIGINT NOT NULL, sent BIGINT,
    ended BIGINT, settled_by TEXT, changed BIGINT NOT NULL)`,
  "CREATE INDEX effects_by_state ON effects (state, id)",
  "CREATE INDEX effects_by_change ON effects (changed)",
];

/** Each time that somebody stopped everything; the one without `released` holds. */
export const STOPS = [
  `CREATE TABLE stops (
    id TEXT PRIMARY KEY, by_whom TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, released BIGINT, released_by TEXT)`,
  "CREATE INDEX stops_open ON stops (id) WHERE released IS NULL",
];
