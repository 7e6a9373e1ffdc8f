import type { Pool } from "pg";
import { LOCK } from "./schema.ts";

/**
 * Lets one process at a time make or change the engine's tables; waits half a minute for another one. Gives what lets go: it
 * ends the connection, and the lock with it.
 */
export async function lockTables(pool: Pool): Promise<() => Promise<void>> {
  const client = await pool.connect();
  let held = true;
  const unlock = async (): Promise<void> => {
    if (held) client.release(true);
    held = false;
  };
  try {
    await client.query("SET lock_timeout = '30s'");
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    return unlock;
  } catch (thrown) {
    await unlock();
    throw thrown;
  }
}
