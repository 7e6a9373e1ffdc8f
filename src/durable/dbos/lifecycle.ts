import { AppError } from "../../core/index.ts";
import type { Engine } from "./engine.ts";
import { ensureFound } from "./results.ts";

/** See `Workflows.resume`. */
export async function resumeRun(engine: Engine, id: string): Promise<void> {
  const { state, queue } = await ensureFound(engine, id);
  if (state === "waiting" || state === "running") return;
  if (state === "done" || state === "failed") {
    throw new AppError("E_INPUT", `The work ${id} has ended; it cannot go on.`, {
      hint: "Start it anew, or fork it from the step that went wrong.",
    });
  }
  await engine.sdk.resumeWorkflow(id, queue === null ? {} : { queueName: queue });
}

const OPEN = `SELECT workflow_uuid FROM "dbos".workflow_status
  WHERE workflow_uuid = ANY($1::text[]) AND status IN ('PENDING', 'ENQUEUED', 'DELAYED') LIMIT 1`;

/** See `Workflows.delete`. */
export async function deleteEnded({ sdk, backing }: Engine, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await backing.query(OPEN, [ids]);
  const [open] = rows;
  if (open) {
    throw new AppError("E_INPUT", `The work ${String(open["workflow_uuid"])} has not ended.`, {
      hint: "Cancel it first, or wait for its end.",
    });
  }
  await sdk.deleteWorkflows([...ids]);
}
