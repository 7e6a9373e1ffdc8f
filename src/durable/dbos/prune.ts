import type { Context } from "../../core/index.ts";
import type { Pruned, PruneOptions } from "../types.ts";
import type { Engine } from "./engine.ts";

/** Few enough that nothing else waits for long: with SQLite a batch keeps the process. */
const BATCH = 50;
const REST_MS = 5;

const ENDED = `SELECT workflow_uuid FROM "dbos".workflow_status AS one
  WHERE status = ANY($1::text[]) AND completed_at <= $2 AND NOT EXISTS (
    SELECT 1 FROM "dbos".workflow_status AS parent
    WHERE parent.workflow_uuid = one.parent_workflow_id AND parent.status IN ('PENDING', 'ENQUEUED', 'DELAYED'))
  ORDER BY completed_at LIMIT $3`;
const WENT_WELL = ["SUCCESS", "CANCELLED"];
const WENT_WRONG = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"];

/** See `Workflows.prune`. */
export async function pruneRuns(engine: Engine, options: PruneOptions, ctx: Context): Promise<Pruned> {
  const { olderThanMs, failedOlderThanMs = olderThanMs } = options;
  const signal = AbortSignal.any([engine.closed, options.signal ?? ctx.signal]);
  const bytesBefore = await engine.backing.size();
  const now = ctx.clock.now();
  const removed =
    (await removeAll(engine, WENT_WELL, now - olderThanMs, signal, ctx)) +
    (await removeAll(engine, WENT_WRONG, now - failedOlderThanMs, signal, ctx));
  if (removed > 0) await engine.backing.shrink(signal);
  return { removed, bytesBefore, bytes: await engine.backing.size() };
}

async function removeAll(
  { sdk, backing }: Engine,
  statuses: readonly string[],
  until: number,
  signal: AbortSignal,
  ctx: Context,
): Promise<number> {
  for (let removed = 0; ;) {
    signal.throwIfAborted();
    const { rows } = await backing.query(ENDED, [statuses, until, BATCH]);
    const ids = rows.map((row) => String(row["workflow_uuid"]));
    if (ids.length > 0) await sdk.deleteWorkflows(ids);
    removed += ids.length;
    if (ids.length < BATCH) return removed;
    await ctx.clock.sleep(REST_MS, signal);
  }
}
