import type { Pool } from "pg";

/** Executors of running work that never showed themselves: of a file that was moved here, or removed by who gave them up and died. */
const FIND_UNKNOWN = `INSERT INTO "dbos".kralle_nodes (executor_id, beat_at)
  SELECT DISTINCT executor_id, '-infinity'::timestamptz FROM "dbos".workflow_status
  WHERE status = 'PENDING' AND executor_id IS NOT NULL AND executor_id <> $1
    AND executor_id NOT IN (SELECT executor_id FROM "dbos".kralle_nodes)
  ON CONFLICT DO NOTHING`;

/** A row that shows itself meanwhile is looked at again when it can be locked, and is not given up. */
const GIVE_UP = `DELETE FROM "dbos".kralle_nodes
  WHERE executor_id <> $1 AND beat_at < clock_timestamp() - $2 * interval '1 millisecond' RETURNING executor_id`;

/**
 * What DBOS does at a start for its own executor (SystemDatabase.reenqueueWorkflowsForRecovery of 5.3.0): queue, key and the count of
 * recoveries stay, and whoever still works on it has lost its token. A run that is locked (its process was stopped amid a transaction) is passed
 * over: its executor is unknown by then, and is found again in the next round.
 */
const REENQUEUE = `UPDATE "dbos".workflow_status
  SET status = 'ENQUEUED', owner_xid = NULL, started_at_epoch_ms = NULL,
      updated_at = (EXTRACT(EPOCH FROM now()) * 1000)::bigint, queue_name = COALESCE(queue_name, '_dbos_internal_queue')
  WHERE workflow_uuid IN (
    SELECT workflow_uuid FROM "dbos".workflow_status
    WHERE status = 'PENDING' AND executor_id = ANY($1) FOR UPDATE SKIP LOCKED)`;

/**
 * Puts the running work of all processes that have not shown themselves for `deadMs` back into its queues, for any process; how much
 * it was. Giving a process up and taking its work is one transaction: if it shows itself in between, it waits and then sees both.
 */
export async function takeOver(pool: Pool, self: string, deadMs: number): Promise<number> {
  await pool.query(FIND_UNKNOWN, [self]);
  const { rows } = await pool.query(
    `SELECT 1 FROM "dbos".kralle_nodes
     WHERE executor_id <> $1 AND beat_at < clock_timestamp() - $2 * interval '1 millisecond' LIMIT 1`,
    [self, deadMs],
  );
  if (rows.length === 0) return 0;
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const dead = await client.query<{ executor_id: string }>(GIVE_UP, [self, deadMs]);
    const ids = dead.rows.map((row) => row.executor_id);
    const { rowCount } = await client.query(REENQUEUE, [ids]);
    await client.query("COMMIT");
    return rowCount ?? 0;
  } catch (thrown) {
    await client.query("ROLLBACK").catch(() => undefined); // the first failure is the one to tell
    throw thrown;
  } finally {
    client.release();
  }
}
