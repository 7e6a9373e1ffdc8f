import type { Pool } from "pg";
import { createSteadyNow, type Context } from "../../core/index.ts";
import { takeOver } from "./takeOver.ts";

/**
 * This process among others on one database. It shows itself once a second; who does not for DEAD_MS has its runs taken over by
 * the others. A process that was stopped in between (a closed lid, SIGSTOP) finds out when it goes on: it may be sure of its runs
 * for SURE_MS from its last sign only, which ends before the others may act, and is sure again only after it has looked whose they are.
 */
export interface Node {
  /** Shows itself. Whether it had been given up by the others before. */
  beat(): Promise<boolean>;
  isSure(): boolean;
  /** Goes on showing itself, and takes over what others left. `verify` lets go of each run that is not this process's any more. */
  start(verify: () => Promise<void>): Promise<void>;
  /** Stops, and leaves its runs to the others at once. */
  leave(): Promise<void>;
}

const BEAT_MS = 1_000;
const DEAD_MS = 5_000;
/** Less than DEAD_MS by more than any drift between this clock and that of the database within a few seconds. */
const SURE_MS = 3_500;
const BEAT = `INSERT INTO "dbos".kralle_nodes (executor_id, beat_at) VALUES ($1, clock_timestamp())
  ON CONFLICT (executor_id) DO UPDATE SET beat_at = clock_timestamp() RETURNING (xmax = 0) AS is_new`;

export function createNode(executor: string, pool: Pool, ctx: Context): Node {
  const steadyNow = createSteadyNow(ctx.clock); // also through a sleep of the machine, and clocks that are set
  const left = new AbortController();
  let sureFrom = -Infinity;
  let going: Promise<void> = Promise.resolve();
  const isSure = (): boolean => steadyNow() - sureFrom < SURE_MS;

  async function beat(): Promise<boolean> {
    const { rows } = await pool.query<{ is_new: boolean }>(BEAT, [executor]);
    return rows[0]?.is_new === true;
  }

  async function round(verify: () => Promise<void>): Promise<void> {
    const from = steadyNow();
    const wasGone = await beat();
    if (wasGone || !isSure()) await verify();
    sureFrom = from;
    const taken = await takeOver(pool, executor, DEAD_MS);
    if (taken > 0) ctx.log.info("took over work that another process left", { runs: taken });
  }

  async function go(verify: () => Promise<void>): Promise<void> {
    while (!left.signal.aborted) {
      try {
        await round(verify);
      } catch (thrown) {
        if (left.signal.aborted) return;
        ctx.log.warn("this process could not show itself to the others", { error: thrown });
      }
      await ctx.clock.sleep(BEAT_MS, left.signal).catch(() => undefined); // fires when it leaves
    }
  }

  return {
    beat,
    isSure,
    async start(verify) {
      await round(verify);
      going = go(verify);
    },
    async leave() {
      left.abort();
      await going;
      await pool.query('DELETE FROM "dbos".kralle_nodes WHERE executor_id = $1', [executor]);
    },
  };
}
