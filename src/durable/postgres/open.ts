import { AppError, createId, type Context } from "../../core/index.ts";
import { FORGIVE, type Backing } from "../backing.ts";
import { toPostgresError } from "./errors.ts";
import { lockTables } from "./lock.ts";
import { createNode } from "./node.ts";
import { createGatedPool } from "./pool.ts";
import { GOT_ON, NODES } from "./schema.ts";

const SIZE = `SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'dbos' AND c.relkind = 'r'`;
const QUEUE_POLL_MS = 250;
const END_POLL_MS = 50;

/** A backing over a PostgreSQL database that other processes use too. Throws E_STORE when it cannot be reached or prepared. */
export async function openPostgres(url: string, ctx: Context): Promise<Backing> {
  const executor = createId("node", ctx.clock.now());
  const { pool, shut } = createGatedPool(url, `kralle ${executor}`, ctx.log);
  const node = createNode(executor, pool, ctx);
  const query: Backing["query"] = async (sql, values = []) => pool.query(sql, [...values]);
  let unlock: (() => Promise<void>) | null = null;
  try {
    unlock = await lockTables(pool); // held until the engine has made its own
    await query(NODES);
    await node.beat();
  } catch (thrown) {
    await unlock?.();
    await pool.end();
    throw toPostgresError(thrown);
  }
  return {
    pool,
    executor,
    queuePollMs: QUEUE_POLL_MS,
    endPollMs: END_POLL_MS,
    query,
    forgive: async (id) => void (await query(`${FORGIVE} AND workflow_uuid = $1`, [id])),
    isSure: node.isSure,
    async launched(verify) {
      await query(GOT_ON);
      await unlock?.();
      unlock = null;
      await node.start(verify);
    },
    async size() {
      const { rows } = await query(SIZE);
      return Number(rows[0]?.["bytes"] ?? 0);
    },
    shrink: () => Promise.resolve(), // the server's own vacuum does that
    copyTo: () =>
      Promise.reject(
        new AppError("E_INPUT", "The records of durable work are in a PostgreSQL database, which is not copied here.", {
          hint: "Back it up with its own tools, for example pg_dump.",
        }),
      ),
    async close() {
      try {
        await query(`${FORGIVE} AND executor_id = $1`, [executor]);
        await node.leave();
      } catch (thrown) {
        ctx.log.warn("the database of durable work was not told that this process ends", { error: thrown });
      } finally {
        shut(new AppError("E_STORE", "The workflow engine was closed already."));
      }
    },
    async end() {
      await unlock?.();
      await pool.end();
    },
  };
}
