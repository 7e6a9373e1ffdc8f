import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { Outbox, PromisedStart, Schedules, Store } from "../../store/index.ts";
import type { Workflow, Workflows } from "../types.ts";

export interface PromiseParts {
  store: Pick<Store, "db"> & { outbox: Outbox; schedules: Schedules };
  workflows: Workflows;
  kinds: ReadonlyMap<string, Workflow<never, unknown>>;
  /** Fires when the process ends: what is not settled then is driven again by the next one. */
  closing: AbortSignal;
  /** The work of a tick, or of anything else that was promised, has ended. */
  ended(run: string): void;
}

/** Drives what stands in the outbox until its runs have ended. */
export interface Promises {
  /** Everything that stands there, also what this process did not put. */
  driveAll(): Promise<void>;
  drive(start: PromisedStart): Promise<void>;
}

const NOTE_CHARS = 300;

export function createPromises(parts: PromiseParts, ctx: Context): Promises {
  const { store, workflows, kinds, closing } = parts;
  /** Runs that are followed to their end already, and what they were sent. */
  const followed = new Map<string, Set<string>>();

  async function drive(start: PromisedStart): Promise<void> {
    const kind = kinds.get(start.workflow);
    if (!kind) {
      ctx.log.warn("work of a kind that this Kralle does not know", { run: start.id, workflow: start.workflow });
      return;
    }
    if (!followed.has(start.id)) {
      const { queue } = kind;
      const handle = await workflows.start(kind, start.input as never, { id: start.id, ...(queue ? { queue } : {}) });
      if (!followed.has(start.id)) {
        followed.set(start.id, new Set());
        void follow(start.id, handle.result()).finally(() => followed.delete(start.id));
      }
    }
    const sent = followed.get(start.id);
    for (const { run, topic, key, value } of await store.outbox.signals(start.id)) {
      const signal = JSON.stringify([topic, key]);
      if (sent?.has(signal)) continue;
      await workflows.signal(run, topic, value, { key });
      sent?.add(signal);
    }
  }

  async function follow(run: string, result: Promise<unknown>): Promise<void> {
    try {
      const end = await outcomeOf(run, result);
      if (end === null || closing.aborted) return;
      await store.db.transaction(async (tx) => {
        await store.schedules.in(tx).endTick(run, end, ctx);
        await store.outbox.in(tx).settle(run);
      });
      parts.ended(run);
    } catch (thrown) {
      if (!closing.aborted)
        ctx.log.warn("the end of a run was not kept; it is looked for again", { run, error: thrown });
    }
  }

  /** Null when the run has not ended: the process is ending, or another one took the run over. */
  async function outcomeOf(
    run: string,
    result: Promise<unknown>,
  ): Promise<{ state: "done" | "failed"; note: string | null } | null> {
    try {
      const value = await result;
      return { state: "done", note: typeof value === "string" ? value.slice(0, NOTE_CHARS) : null };
    } catch (thrown) {
      if (closing.aborted) return null;
      const info = await workflows.find(run);
      if (!info || info.state === "running" || info.state === "waiting") return null;
      const error = thrown instanceof AppError ? thrown : toAppError(thrown);
      return { state: "failed", note: error.message.slice(0, NOTE_CHARS) };
    }
  }

  return {
    drive,
    async driveAll() {
      for (const start of await store.outbox.starts()) await drive(start);
    },
  };
}
