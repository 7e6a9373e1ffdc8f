import type { Context } from "../core/index.ts";
import type { Database } from "./database.ts";
import { createMessages, storeAnswer, type NewAnswer } from "./messages.ts";
import { createRuns, type Run, type RunState } from "./runs.ts";
import { createSessions } from "./sessions.ts";

interface Event {
  type: string;
  payload: unknown;
}

/** Beginning and end of a turn: what belongs together is stored together, so that a crash finds all of it or nothing. */
export interface Turns {
  /**
   * The run `id` of a message, with its first event; one that is there already as it stands, and `isNew` false. `message` is
   * null for a request that came by no message.
   */
  begin(
    turn: { id?: string; message: string | null; session: string; request: string; event: Event },
    ctx: Context,
  ): Promise<{ run: Run; isNew: boolean }>;
  /** The end of a run, its last event and the answer. A run that had ended stays as it ended. */
  finish(
    turn: {
      run: string;
      session: string;
      state: Exclude<RunState, "running">;
      result: unknown;
      event: Event;
      answer: NewAnswer | null;
    },
    ctx: Context,
  ): Promise<void>;
}

export function createTurns(db: Database): Turns {
  return {
    begin: ({ id, message, session, request, event }, ctx) =>
      db.progress.transaction(async (tx) => {
        const known = id === undefined ? null : await createRuns(tx).get(id);
        if (known) return { run: known, isNew: false };
        const run = await createRuns(tx).start({ ...(id === undefined ? {} : { id }), session, request }, ctx);
        await createSessions(tx).append(session, event.type, event.payload, ctx);
        if (message !== null) await createMessages(tx).begin(message, run.id);
        return { run, isNew: true };
      }),
    finish: ({ run, session, state, result, event, answer }, ctx) =>
      db.transaction(async (tx) => {
        if ((await createRuns(tx).get(run))?.state !== "running") return;
        await createRuns(tx).finish(run, state, result, ctx);
        if (answer) await storeAnswer(tx, answer, ctx);
        await createSessions(tx).append(session, event.type, event.payload, ctx);
      }),
  };
}
