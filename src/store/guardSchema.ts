import { FIRST_LINK } from "./auditChain.ts";

// Statements of migration 10. Released ones are never edited.

/** Questions to a person, who answered them, and how often an answer was used. Amounts are decimal strings. */
export const APPROVALS = [
  `CREATE TABLE approvals (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, message TEXT, tool TEXT NOT NULL, title TEXT NOT NULL, details TEXT NOT NULL,
    hash TEXT NOT NULL, max_count BIGINT NOT NULL, max_amount TEXT, state TEXT NOT NULL, asked BIGINT NOT NULL,
    expires BIGINT NOT NULL, decided BIGINT, decided_by TEXT, decided_via TEXT, uses BIGINT NOT NULL, amount TEXT NOT NULL,
    used BIGINT)`,
  "CREATE INDEX approvals_by_state ON approvals (state, id)",
  "CREATE INDEX approvals_by_session ON approvals (session)",
  "CREATE TABLE approval_uses (approval TEXT NOT NULL REFERENCES approvals(id), call TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (approval, call))",
];

/** The chain of records; the one row of `audit_head` is what those wait for who append at the same time. */
export const AUDIT = [
  `CREATE TABLE audit (
    seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL)`,
  "CREATE INDEX audit_by_kind ON audit (kind, seq)",
  "CREATE TABLE audit_head (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL)",
  `INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '${FIRST_LINK}')`,
];

/** Sealed values by name; nonce, value and tag are base64. */
export const SECRETS = [
  `CREATE TABLE secrets (
    name TEXT PRIMARY KEY, key_id TEXT NOT NULL, nonce TEXT NOT NULL, sealed TEXT NOT NULL, tag TEXT NOT NULL,
    created BIGINT NOT NULL, updated BIGINT NOT NULL, used BIGINT)`,
];
