import { BULKS } from "./inbox/bulks.ts";
import { INBOX } from "./inbox/schema.ts";
import { AppError } from "../core/index.ts";
import { BRIEFINGS, METRICS } from "./briefingSchema.ts";
import { numberOf, type Database } from "./database.ts";
import type { Dialect } from "./dialect.ts";
import { ACCOUNTS } from "./accounts.ts";
import { CALENDAR, CALENDAR_CURSORS } from "./calendar/schema.ts";
import { DOCUMENTS } from "./documentSchema.ts";
import { APPROVALS, AUDIT, SECRETS } from "./guardSchema.ts";
import { ITEMS } from "./itemSchema.ts";
import { LABELS } from "./labels.ts";
import { POLICY } from "./policy.ts";
import { EFFECTS, STOPS } from "./effectSchema.ts";
import { MAILS } from "./mails/schema.ts";
import { TELEGRAM } from "./telegram.ts";
import { toSchema } from "./postgres/translate.ts";
import { ACTIVITY, SEARCH } from "./searchSchema.ts";

/** One text for all databases in SQLite's words, or what stands in its place in each. */
export type SchemaStatement = string | Readonly<Record<Dialect["name"], readonly string[]>>;

export const MIGRATIONS_TABLE =
  "CREATE TABLE IF NOT EXISTS schema_migrations (id BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)";

export interface Migration {
  id: number;
  name: string;
  statements: SchemaStatement[];
}

/** SQLite keeps the fractions of a file's time in its BIGINT, too. */
const undoChanges = (time: string): string => `CREATE TABLE undo_changes (
        unit TEXT NOT NULL REFERENCES undo_units(id), seq BIGINT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL,
        source TEXT, before_sha TEXT, after_sha TEXT, mode BIGINT, modified ${time}, folders TEXT NOT NULL,
        state TEXT NOT NULL, PRIMARY KEY (unit, seq))`;

/** Forward only, never edited once released: a change of the schema is a new entry with the next number. */
export const MIGRATIONS: Migration[] = [
  {
    id: 1,
    name: "foundation",
    statements: [
      `CREATE TABLE sessions (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, workspace TEXT, model TEXT, created BIGINT NOT NULL)`,
      `CREATE TABLE events (
        session TEXT NOT NULL REFERENCES sessions(id), seq BIGINT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL,
        at BIGINT NOT NULL, PRIMARY KEY (session, seq))`,
      `CREATE TABLE runs (
        id TEXT PRIMARY KEY, session TEXT REFERENCES sessions(id), request TEXT NOT NULL, state TEXT NOT NULL,
        result TEXT, started BIGINT NOT NULL, ended BIGINT)`,
      "CREATE INDEX runs_by_session ON runs (session, started)",
      `CREATE TABLE steps (
        run TEXT NOT NULL, seq BIGINT NOT NULL, name TEXT NOT NULL, result TEXT, at BIGINT NOT NULL,
        PRIMARY KEY (run, seq))`,
      `CREATE TABLE plans (
        run TEXT NOT NULL, seq BIGINT NOT NULL, plan TEXT NOT NULL, created BIGINT NOT NULL, PRIMARY KEY (run, seq))`,
      `CREATE TABLE usage (
        id TEXT PRIMARY KEY, run TEXT, session TEXT, task TEXT NOT NULL, model TEXT NOT NULL,
        prompt_tokens BIGINT NOT NULL, cached_tokens BIGINT NOT NULL, completion_tokens BIGINT NOT NULL,
        model_ms BIGINT NOT NULL, wall_ms BIGINT NOT NULL, ok INTEGER NOT NULL, at BIGINT NOT NULL)`,
      "CREATE INDEX usage_by_run ON usage (run)",
      `CREATE TABLE undo_units (
        id TEXT PRIMARY KEY, root TEXT NOT NULL, run TEXT, label TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL)`,
      "CREATE INDEX undo_units_by_root ON undo_units (root, id)",
      { sqlite: [undoChanges("BIGINT")], postgres: [toSchema(undoChanges("DOUBLE PRECISION"))] },
      `CREATE TABLE model_abilities (
        digest TEXT NOT NULL, engine TEXT NOT NULL, ability TEXT NOT NULL, at BIGINT NOT NULL,
        PRIMARY KEY (digest, engine))`,
    ],
  },
  {
    id: 2,
    name: "memory that models take, and what takes long to measure of them",
    statements: [
      `CREATE TABLE model_memory (
        digest TEXT NOT NULL, setting TEXT NOT NULL, bytes BIGINT NOT NULL, at BIGINT NOT NULL,
        PRIMARY KEY (digest, setting))`,
      `CREATE TABLE model_depths (
        digest TEXT NOT NULL, engine TEXT NOT NULL, depth TEXT NOT NULL, at BIGINT NOT NULL,
        PRIMARY KEY (digest, engine))`,
    ],
  },
  {
    id: 3,
    name: "messages and their answers",
    statements: [
      `CREATE TABLE messages (
        id TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES sessions(id), seq BIGINT NOT NULL, role TEXT NOT NULL,
        key TEXT, text TEXT NOT NULL, state TEXT NOT NULL, run TEXT, reply_to TEXT UNIQUE REFERENCES messages(id),
        data TEXT NOT NULL, at BIGINT NOT NULL, UNIQUE (session, seq), UNIQUE (session, key))`,
      "CREATE INDEX messages_unanswered ON messages (session, seq) WHERE state IN ('waiting', 'running')",
    ],
  },
  {
    id: 4,
    name: "who may come in, and what was guessed",
    statements: [
      `CREATE TABLE credentials (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, hash TEXT NOT NULL,
        created BIGINT NOT NULL, used BIGINT, expires BIGINT, revoked BIGINT)`,
      `CREATE TABLE guesses (
        bucket TEXT PRIMARY KEY, times TEXT NOT NULL, total BIGINT NOT NULL, last BIGINT NOT NULL)`,
    ],
  },
  { id: 5, name: "sessions by their last activity, and search in messages", statements: [...ACTIVITY, ...SEARCH] },
  {
    id: 6,
    name: "what is remembered of the owner",
    statements: [
      `CREATE TABLE memories (
        id TEXT PRIMARY KEY, text TEXT NOT NULL, session TEXT, run TEXT, created BIGINT NOT NULL, updated BIGINT NOT NULL,
        used BIGINT NOT NULL, last_used BIGINT, replaced_by TEXT REFERENCES memories(id))`,
      "CREATE INDEX memories_by_replaced ON memories (replaced_by)",
      "CREATE TABLE profile (field TEXT PRIMARY KEY, value TEXT NOT NULL, updated BIGINT NOT NULL)",
    ],
  },
  {
    id: 7,
    name: "what the owner approved of foreign words",
    statements: [
      `CREATE TABLE pins (kind TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, data TEXT NOT NULL, at BIGINT NOT NULL,
        PRIMARY KEY (kind, name))`,
    ],
  },
  {
    id: 8,
    name: "runs of a session are found without reading those of others",
    statements: ["DROP INDEX runs_by_session", "CREATE INDEX runs_of_session ON runs (session, state, id)"],
  },
  { id: 9, name: "acts on the world outside, and STOP", statements: [...EFFECTS, ...STOPS] },
  { id: 10, name: "approvals, the audit chain, secrets", statements: [...APPROVALS, ...AUDIT, ...SECRETS] },
  { id: 11, name: "the owner's policy, and where data came from", statements: [...POLICY, ...LABELS] },
  {
    id: 14,
    name: "homes whose tables came here, and what gateways on one database tell each other",
    statements: [
      {
        sqlite: [],
        postgres: [
          'CREATE TABLE moves (id TEXT COLLATE "C" PRIMARY KEY, at BIGINT NOT NULL, sums TEXT NOT NULL)',
          `CREATE FUNCTION event_told() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_notify('kralle_events', NEW.session); RETURN NULL; END $$`,
          "CREATE TRIGGER event_told AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION event_told()",
        ],
      },
    ],
  },
  {
    id: 15,
    name: "what is to begin: promised, timed, scheduled, and the ledger of the schedules",
    statements: [
      `CREATE TABLE promised_starts (
        id TEXT PRIMARY KEY, workflow TEXT NOT NULL, input TEXT NOT NULL, at BIGINT NOT NULL)`,
      `CREATE TABLE promised_signals (
        run TEXT NOT NULL, topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at BIGINT NOT NULL,
        PRIMARY KEY (run, topic, key))`,
      `CREATE TABLE timers (
        id TEXT PRIMARY KEY, workflow TEXT NOT NULL, input TEXT NOT NULL, due BIGINT NOT NULL)`,
      "CREATE INDEX timers_by_due ON timers (due, id)",
      `CREATE TABLE schedules (
        name TEXT PRIMARY KEY, workflow TEXT NOT NULL, input TEXT NOT NULL, pattern TEXT NOT NULL, zone TEXT NOT NULL,
        missed TEXT NOT NULL, paused INTEGER NOT NULL, since BIGINT NOT NULL, through BIGINT NOT NULL)`,
      `CREATE TABLE ticks (
        schedule TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, run TEXT, promised BIGINT NOT NULL, ended BIGINT,
        note TEXT, PRIMARY KEY (schedule, at))`,
      "CREATE INDEX ticks_by_run ON ticks (run)",
    ],
  },
  {
    id: 16,
    name: "which step of a run made a change",
    statements: [
      "ALTER TABLE undo_changes ADD COLUMN step BIGINT",
      "CREATE INDEX undo_units_by_run ON undo_units (run)",
    ],
  },
  {
    id: 17,
    name: "connected accounts; who of several on one database asks a question or carries an act, and why a question is asked",
    statements: [
      ...ACCOUNTS,
      "CREATE TABLE holders (id TEXT PRIMARY KEY, beat BIGINT NOT NULL)",
      "CREATE INDEX effects_by_holder ON effects (holder, state)",
      "ALTER TABLE approvals ADD COLUMN holder TEXT",
      "ALTER TABLE approvals ADD COLUMN reason TEXT",
    ],
  },
  { id: 18, name: "mails, where they lie and how they belong together", statements: MAILS },
  { id: 19, name: "what may want a person", statements: ITEMS },
  { id: 20, name: "how mail is handled: classes, corrections, rules, drafts", statements: INBOX },
  { id: 21, name: "documents that answers are taken from, in pieces that are found by words", statements: DOCUMENTS },
  { id: 22, name: "numbers over time, and what the owner was told of a day", statements: [...METRICS, ...BRIEFINGS] },
  { id: 23, name: "Telegram: chats, what came, what goes there, buttons, codes", statements: [...TELEGRAM] },
  { id: 24, name: "what was read out of mails, and appointments", statements: CALENDAR },
  { id: 25, name: "where reading a calendar goes on", statements: CALENDAR_CURSORS },
  {
    id: 28,
    name: "why an item is there, as parts that are phrased when shown",
    statements: ["ALTER TABLE items ADD COLUMN why TEXT"],
  },
  { id: 29, name: "mails that were filed together, so that it can be undone", statements: BULKS },
];

/** Brings the schema up to the newest migration, each in its own transaction. A newer schema than known is refused. */
export async function migrate(db: Database, now: () => number, migrations: Migration[] = MIGRATIONS): Promise<void> {
  await db.run(MIGRATIONS_TABLE);
  const known = migrations.at(-1)?.id ?? 0;
  const found = await readVersion(db);
  if (found > known) {
    throw new AppError("E_STORE", `The database has schema ${found}, this Kralle knows schemas up to ${known}.`, {
      hint: "A newer Kralle wrote this home folder: update Kralle, or set KRALLE_HOME to another folder.",
      data: { found, known },
    });
  }
  for (const migration of migrations) {
    await db.transaction(async (tx) => {
      // Asked again inside the transaction: another process may have migrated in between.
      if (tx.dialect.lockSchema !== null) await tx.run(tx.dialect.lockSchema);
      if (await tx.get("SELECT id FROM schema_migrations WHERE id = ?", [migration.id])) return;
      for (const statement of migration.statements.flatMap((one) => toTexts(one, tx.dialect))) await tx.run(statement);
      await tx.run("INSERT INTO schema_migrations (id, name, at) VALUES (?, ?, ?)", [
        migration.id,
        migration.name,
        now(),
      ]);
    });
  }
}

function toTexts(statement: SchemaStatement, dialect: Dialect): readonly string[] {
  return typeof statement === "string" ? [dialect.toSchema(statement)] : statement[dialect.name];
}

async function readVersion(db: Database): Promise<number> {
  const row = await db.get("SELECT COALESCE(MAX(id), 0) AS version FROM schema_migrations");
  return row ? numberOf(row, "version") : 0;
}
