/**
 * What we add to the schema that DBOS makes. Both statements can be run again at any time.
 * `kralle_nodes`: one row for each process that is alive, with when it last showed itself by the clock of the database.
 */
export const NODES = `
CREATE SCHEMA IF NOT EXISTS "dbos";
CREATE TABLE IF NOT EXISTS "dbos".kralle_nodes (executor_id text PRIMARY KEY, beat_at timestamptz NOT NULL)`;

/** DBOS counts every recovery of a run, but only those in a row without any progress speak against it. */
export const GOT_ON = `
CREATE OR REPLACE FUNCTION "dbos".kralle_got_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE "dbos".workflow_status SET recovery_attempts = 1
    WHERE workflow_uuid = NEW.workflow_uuid AND recovery_attempts > 1;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER kralle_got_on AFTER INSERT ON "dbos".operation_outputs
  FOR EACH ROW EXECUTE FUNCTION "dbos".kralle_got_on()`;

/** Two processes that make the tables at once would be in each other's way: this lock of the database is held meanwhile. */
export const LOCK = 7_305_825_111;
