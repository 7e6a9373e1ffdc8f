// Statements of migrations 24 and 25. Released ones are never edited.

/** What was read out of mails; and appointments, a series with each of its times. */
export const CALENDAR = [
  "CREATE TABLE mail_findings (mail TEXT PRIMARY KEY, data TEXT NOT NULL, at BIGINT NOT NULL)",
  `CREATE TABLE appointments (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, source TEXT NOT NULL, mail TEXT, uid TEXT NOT NULL, sequence BIGINT NOT NULL,
    organiser TEXT, state TEXT NOT NULL, busy INTEGER NOT NULL, all_day INTEGER NOT NULL, title TEXT NOT NULL, place TEXT,
    repeats TEXT, version TEXT, updated BIGINT NOT NULL, UNIQUE (account, source))`,
  "CREATE INDEX appointments_by_uid ON appointments (uid)",
  "CREATE INDEX appointments_by_mail ON appointments (mail)",
  `CREATE TABLE appointment_times (
    appointment TEXT NOT NULL REFERENCES appointments(id), start_at BIGINT NOT NULL, end_at BIGINT NOT NULL,
    PRIMARY KEY (appointment, start_at))`,
  "CREATE INDEX appointment_times_by_end ON appointment_times (end_at, start_at)",
];

/** Where reading a calendar goes on. */
export const CALENDAR_CURSORS = [
  "CREATE TABLE calendar_cursors (account TEXT PRIMARY KEY, cursor TEXT NOT NULL, at BIGINT NOT NULL)",
];
