/** The release of DBOS Transact that this schema and the list of statements were made for; pinned in package.json. */
export const DBOS_VERSION = "5.3.0";

/** The last migration of that release. DBOS itself refuses to start on an older one, `openDatabase` on any other. */
export const SCHEMA_VERSION = 123;

const NOW = "(CAST(unixepoch('subsec') * 1000 AS INTEGER))";
const UUID = "(lower(hex(randomblob(16))))";
const OF_WORKFLOW = "REFERENCES workflow_status (workflow_uuid) ON UPDATE CASCADE ON DELETE CASCADE";

/**
 * DBOS's system tables after that migration, in SQLite's words: what PostgreSQL calls bigint is INTEGER (ms UTC for times),
 * jsonb is JSON_TEXT, numeric is NUMERIC. Left out: indexes only for `INCLUDE` and GIN. BOOLEAN and JSON_TEXT are also what
 * tells `values.ts` which columns to turn back. The first trigger stands for PostgreSQL's, so that a rolled back
 * message wakes nobody. The second is ours: DBOS counts every recovery of a run, but only those in a row without any
 * progress speak against it.
 */
export const SCHEMA = `
CREATE TABLE dbos_migrations (version INTEGER PRIMARY KEY);
CREATE TABLE workflow_status (
  workflow_uuid TEXT PRIMARY KEY, status TEXT, name TEXT, class_name TEXT, config_name TEXT,
  authenticated_user TEXT, assumed_role TEXT, authenticated_roles TEXT, request TEXT,
  inputs TEXT, output TEXT, error TEXT, serialization TEXT, attributes JSON_TEXT,
  executor_id TEXT, application_version TEXT, application_id TEXT, application_name TEXT,
  created_at INTEGER NOT NULL DEFAULT ${NOW}, updated_at INTEGER NOT NULL DEFAULT ${NOW},
  started_at_epoch_ms INTEGER, completed_at INTEGER, recovery_attempts INTEGER DEFAULT 0,
  workflow_timeout_ms INTEGER, workflow_deadline_epoch_ms INTEGER, delay_until_epoch_ms INTEGER,
  queue_name TEXT, deduplication_id TEXT, priority INTEGER NOT NULL DEFAULT 0, queue_partition_key TEXT,
  forked_from TEXT, was_forked_from BOOLEAN NOT NULL DEFAULT FALSE, parent_workflow_id TEXT,
  owner_xid TEXT, creator_xid TEXT, rate_limited BOOLEAN NOT NULL DEFAULT FALSE, schedule_name TEXT,
  debounce_deadline_epoch_ms INTEGER, is_debounced BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE workflow_input (
  workflow_uuid TEXT PRIMARY KEY, inputs TEXT, retention_timestamp INTEGER NOT NULL DEFAULT ${NOW});
CREATE TABLE workflow_output (
  workflow_uuid TEXT PRIMARY KEY, output TEXT, error TEXT, retention_timestamp INTEGER NOT NULL DEFAULT ${NOW});
CREATE TABLE operation_outputs (
  workflow_uuid TEXT NOT NULL, function_id INTEGER NOT NULL, function_name TEXT NOT NULL DEFAULT '',
  output TEXT, error TEXT, serialization TEXT, child_workflow_id TEXT,
  started_at_epoch_ms INTEGER, completed_at_epoch_ms INTEGER, application_name TEXT,
  retention_timestamp INTEGER NOT NULL DEFAULT ${NOW}, PRIMARY KEY (workflow_uuid, function_id));
CREATE TABLE notifications (
  message_uuid TEXT PRIMARY KEY DEFAULT ${UUID}, destination_uuid TEXT NOT NULL ${OF_WORKFLOW},
  topic TEXT, message TEXT NOT NULL, serialization TEXT, created_at_epoch_ms INTEGER NOT NULL DEFAULT ${NOW},
  consumed BOOLEAN NOT NULL DEFAULT FALSE, consumed_by_function_id INTEGER);
CREATE TABLE workflow_events (
  workflow_uuid TEXT NOT NULL ${OF_WORKFLOW}, key TEXT NOT NULL, value TEXT NOT NULL, serialization TEXT,
  PRIMARY KEY (workflow_uuid, key));
CREATE TABLE workflow_events_history (
  workflow_uuid TEXT NOT NULL ${OF_WORKFLOW}, function_id INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  serialization TEXT, PRIMARY KEY (workflow_uuid, function_id, key));
CREATE TABLE streams (
  workflow_uuid TEXT NOT NULL ${OF_WORKFLOW}, key TEXT NOT NULL, value TEXT NOT NULL, "offset" INTEGER NOT NULL,
  function_id INTEGER NOT NULL DEFAULT 0, serialization TEXT, PRIMARY KEY (workflow_uuid, key, "offset"));
CREATE TABLE queues (
  queue_id TEXT PRIMARY KEY DEFAULT ${UUID}, name TEXT NOT NULL UNIQUE, application_name TEXT,
  concurrency INTEGER, worker_concurrency INTEGER, rate_limit_max INTEGER, rate_limit_period_sec REAL,
  priority_enabled BOOLEAN NOT NULL DEFAULT FALSE, partition_queue BOOLEAN NOT NULL DEFAULT FALSE,
  partition_concurrency INTEGER, partition_worker_concurrency INTEGER, partition_rate_limit_max INTEGER,
  partition_rate_limit_period_sec REAL, polling_interval_sec REAL NOT NULL DEFAULT 1.0,
  created_at INTEGER NOT NULL DEFAULT ${NOW}, updated_at INTEGER NOT NULL DEFAULT ${NOW});
CREATE TABLE workflow_schedules (
  schedule_id TEXT PRIMARY KEY, schedule_name TEXT NOT NULL UNIQUE, workflow_name TEXT NOT NULL,
  workflow_class_name TEXT, schedule TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'ACTIVE', context TEXT NOT NULL,
  last_fired_at TEXT, automatic_backfill BOOLEAN NOT NULL DEFAULT FALSE, cron_timezone TEXT, queue_name TEXT,
  application_name TEXT);
CREATE TABLE application_versions (
  version_id TEXT PRIMARY KEY, version_name TEXT NOT NULL UNIQUE, application_name TEXT,
  version_timestamp INTEGER NOT NULL DEFAULT ${NOW}, created_at INTEGER NOT NULL DEFAULT ${NOW});
CREATE TABLE event_dispatch_kv (
  service_name TEXT NOT NULL, workflow_fn_name TEXT NOT NULL, key TEXT NOT NULL, value TEXT, update_seq NUMERIC,
  update_time NUMERIC, PRIMARY KEY (service_name, workflow_fn_name, key));

CREATE INDEX workflow_created ON workflow_status (created_at);
CREATE INDEX workflow_pending ON workflow_status (created_at) WHERE status = 'PENDING';
CREATE INDEX workflow_failed ON workflow_status (status, created_at)
  WHERE status IN ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED');
CREATE INDEX workflow_delayed ON workflow_status (delay_until_epoch_ms) WHERE status = 'DELAYED';
CREATE INDEX workflow_in_flight ON workflow_status (queue_name, status, priority, created_at)
  WHERE status IN ('ENQUEUED', 'PENDING');
CREATE INDEX workflow_in_flight_by_key
  ON workflow_status (queue_name, status, queue_partition_key, priority, created_at, workflow_uuid)
  WHERE status IN ('ENQUEUED', 'PENDING') AND queue_partition_key IS NOT NULL;
CREATE INDEX workflow_deadline ON workflow_status (workflow_deadline_epoch_ms)
  WHERE status IN ('ENQUEUED', 'PENDING', 'DELAYED') AND workflow_deadline_epoch_ms IS NOT NULL;
CREATE INDEX workflow_limited ON workflow_status (queue_name, started_at_epoch_ms) WHERE rate_limited = TRUE;
CREATE INDEX workflow_completed ON workflow_status (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX workflow_started ON workflow_status (started_at_epoch_ms) WHERE started_at_epoch_ms IS NOT NULL;
CREATE INDEX workflow_parent ON workflow_status (parent_workflow_id) WHERE parent_workflow_id IS NOT NULL;
CREATE INDEX workflow_origin ON workflow_status (forked_from) WHERE forked_from IS NOT NULL;
CREATE INDEX workflow_schedule ON workflow_status (schedule_name) WHERE schedule_name IS NOT NULL;
CREATE UNIQUE INDEX uq_workflow_status_dedup_id ON workflow_status (queue_name, deduplication_id)
  WHERE deduplication_id IS NOT NULL;
CREATE INDEX notification_topic ON notifications (destination_uuid, topic);

CREATE TRIGGER notification_sent AFTER INSERT ON notifications BEGIN
  SELECT notify('dbos_notifications_channel', NEW.destination_uuid || '::' || NEW.topic);
END;
CREATE TRIGGER workflow_got_on AFTER INSERT ON operation_outputs
  WHEN (SELECT recovery_attempts FROM workflow_status WHERE workflow_uuid = NEW.workflow_uuid) > 1 BEGIN
  UPDATE workflow_status SET recovery_attempts = 1 WHERE workflow_uuid = NEW.workflow_uuid;
END;
INSERT INTO dbos_migrations (version) VALUES (${SCHEMA_VERSION});
PRAGMA user_version = ${SCHEMA_VERSION};
`;

const namesOf = (type: string): ReadonlySet<string> =>
  new Set([...SCHEMA.matchAll(new RegExp(`(\\w+) ${type}\\b`, "g"))].map(([, name]) => name ?? ""));

export const BOOLEAN_COLUMNS = namesOf("BOOLEAN");
export const JSON_COLUMNS = namesOf("JSON_TEXT");
/** All tables and columns (SQL's own words are upper case above, so every lower-case word is one of them or harmless). */
export const NAMES: ReadonlySet<string> = new Set(SCHEMA.match(/\b[a-z_]+\b/g));
export const TABLES: ReadonlySet<string> = new Set(
  [...SCHEMA.matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name ?? ""),
);
