import { basename, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { defineWorkflow, openWorkflows, type Workflow, type Workflows } from "../../durable/index.ts";
import type { Message } from "../../store/index.ts";
import { answerMessage, storeFailure, type AnswerParts } from "./answer.ts";
import { createPump } from "./pump.ts";
import { keepTidy } from "./retention.ts";

/**
 * A message during which the process ended this often in a row is given up: it may be what ends it. Many, since a machine that is
 * switched off and on, or a service that is started again and again, must not cost an answer.
 */
const RECOVERIES = 100;

/** Turns of conversations as durable work: the id of the work is that of the message. */
export interface Turns {
  /** The engine that they run in. */
  readonly workflows: Workflows;
  /** Something may be waiting in this session. */
  start(session: string): void;
  /** Resolves when the message has its answer: that it was stopped, if nothing else came first. */
  stop(message: Message): Promise<void>;
  running(): number;
  /** Begins nothing any more, and waits for what runs, at most this long. */
  drain(ms: number): Promise<void>;
  /** What still runs is left for the next opening. `leave` of the parts has fired before. */
  close(): Promise<void>;
}

/** What was left is taken up by the engine itself where it knows of it, and by `start` where it does not. */
export async function openTurns(
  parts: AnswerParts,
  others: readonly Workflow<never, unknown>[],
  ctx: Context,
): Promise<Turns> {
  const { store, leave } = parts;
  const stopping = new Set<string>();
  const turn = defineWorkflow<{ message: string }, null>("turn", async ({ message: id }, run) => {
    await run.step("answer", async () => {
      const message = await store.messages.get(id);
      if (!message) throw new AppError("E_NOT_FOUND", `There is no message ${id}.`);
      if (isAnswered(message)) return;
      if (stopping.has(id)) await storeFailure(message, cancelled(), parts, ctx);
      else await answerMessage(message, parts, run, { ...ctx, signal: run.signal });
      parts.ended(message.session);
    });
    return null;
  });
  const { home, databaseUrl, copiers } = parts.services;
  const file = join(home, "durable.db");
  const database = databaseUrl === undefined ? { file } : { url: databaseUrl };
  const queues = others.flatMap(({ queue }) => queue ?? []);
  const kinds = [turn, ...others];
  const workflows = await openWorkflows({ database, workflows: kinds, queues, recoveries: RECOVERIES }, ctx);
  const stopTidying = keepTidy(workflows, parts.services.config.work, ctx);
  if ("file" in database) copiers.set(basename(file), (target) => workflows.copyTo(target));

  async function work(message: Message): Promise<void> {
    try {
      const handle = await workflows.start(turn, { message: message.id }, { id: message.id });
      await handle.result();
    } catch (thrown) {
      if (leave.aborted) return;
      ctx.log.warn("turn ended without a result", { message: message.id, error: thrown });
    }
    const now = await store.messages.get(message.id);
    if (leave.aborted || !now || isAnswered(now)) return;
    await storeFailure(now, stopping.has(message.id) ? cancelled() : givenUp(), parts, ctx);
  }

  const pump = createPump(store, work, ctx);
  return {
    workflows,
    start: pump.start,
    async stop(message) {
      stopping.add(message.id);
      try {
        const isHere = pump.isAtWork(message);
        // Unknown: not begun yet, so it will find itself stopped. What another gateway has at work is cancelled there.
        if (isHere || databaseUrl !== undefined) await workflows.cancel(message.id).catch(unlessUnknown);
        if (isHere) await pump.ended(message);
        else await storeFailure(message, cancelled(), parts, ctx);
      } finally {
        stopping.delete(message.id);
      }
    },
    running: pump.running,
    drain: pump.drain,
    async close() {
      stopTidying();
      await workflows.close();
      await pump.drain(LEAVE_MS);
    },
  };
}

/** For what was told to leave. */
const LEAVE_MS = 1_000;

export const isAnswered = ({ state }: Message): boolean => state !== "waiting" && state !== "running";

function unlessUnknown(thrown: unknown): void {
  if (!(thrown instanceof AppError) || thrown.code !== "E_NOT_FOUND") throw thrown;
}

const cancelled = (): AppError => new AppError("E_CANCELLED", "The work was cancelled.");

const givenUp = (): AppError =>
  new AppError("E_BUG", "Kralle ended again and again while it worked on this message, so it was given up.", {
    hint: "`kralle doctor` looks for what is wrong; then send the message again.",
  });
