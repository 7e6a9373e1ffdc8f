// Statements of migration 18. Released ones are never edited.

/**
 * A mail is its bytes; where it lies is kept beside it, since folders and their numbers change. `mail_links` says which conversation a
 * Message-ID belongs to, also one that is only referred to.
 */
export const MAILS = [
  `CREATE TABLE mails (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, raw TEXT NOT NULL, digest TEXT NOT NULL, message_id TEXT, thread TEXT NOT NULL,
    direction TEXT NOT NULL, folder TEXT NOT NULL, flags TEXT NOT NULL, gone INTEGER NOT NULL, subject TEXT NOT NULL,
    at BIGINT NOT NULL, content TEXT NOT NULL, taken BIGINT NOT NULL, started BIGINT, UNIQUE (account, raw))`,
  "CREATE INDEX mails_by_time ON mails (at, id)",
  "CREATE INDEX mails_by_account ON mails (account, at, id)",
  "CREATE INDEX mails_by_thread ON mails (thread, at, id)",
  "CREATE INDEX mails_by_message ON mails (account, message_id)",
  "CREATE INDEX mails_by_subject ON mails (account, subject, at)",
  `CREATE TABLE mail_places (
    account TEXT NOT NULL, folder TEXT NOT NULL, uid_validity TEXT NOT NULL, uid BIGINT NOT NULL,
    mail TEXT NOT NULL REFERENCES mails(id), role TEXT NOT NULL, flags TEXT NOT NULL,
    PRIMARY KEY (account, folder, uid_validity, uid))`,
  "CREATE INDEX mail_places_by_mail ON mail_places (mail)",
  `CREATE TABLE mail_parties (
    address TEXT NOT NULL, mail TEXT NOT NULL REFERENCES mails(id), is_sender INTEGER NOT NULL,
    PRIMARY KEY (address, mail, is_sender))`,
  "CREATE INDEX mail_parties_by_mail ON mail_parties (mail)",
  `CREATE TABLE mail_links (
    account TEXT NOT NULL, message_id TEXT NOT NULL, thread TEXT NOT NULL, PRIMARY KEY (account, message_id, thread))`,
  "CREATE INDEX mail_links_by_thread ON mail_links (thread)",
  "CREATE TABLE mail_cursors (account TEXT PRIMARY KEY, cursor TEXT NOT NULL, at BIGINT NOT NULL)",
];
