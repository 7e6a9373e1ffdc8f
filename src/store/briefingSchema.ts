// Statements of migration 22. Released ones are never edited.

export const METRICS = [
  `CREATE TABLE metrics (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, definition TEXT NOT NULL, created BIGINT NOT NULL)`,
  `CREATE TABLE metric_points (
    metric TEXT NOT NULL REFERENCES metrics(id), at BIGINT NOT NULL, value REAL NOT NULL, fetched BIGINT NOT NULL,
    PRIMARY KEY (metric, at))`,
];

/** A local day has one; its composition is JSON. */
export const BRIEFINGS = [
  `CREATE TABLE briefings (
    id TEXT PRIMARY KEY, date TEXT NOT NULL UNIQUE, zone TEXT NOT NULL, at BIGINT NOT NULL, composition TEXT NOT NULL)`,
  `CREATE TABLE briefing_deliveries (
    briefing TEXT NOT NULL REFERENCES briefings(id), channel TEXT NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL, effect TEXT,
    note TEXT, at BIGINT NOT NULL, PRIMARY KEY (briefing, channel))`,
];
