import { AsyncLocalStorage } from "node:async_hooks";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { Backing } from "../backing.ts";
import type { Synchronous } from "../sqlite/database.ts";
import { openPool } from "../sqlite/pool.ts";
import type { Queue, Workflow, Workflows } from "../types.ts";
import type { Engine, Running, Starter } from "./engine.ts";
import { toEngineError } from "./failures.ts";
import { toQueueRecord } from "./queues.ts";
import { createRun } from "./run.ts";
import { loadSdk, toConfiguration, type LoadedSdk } from "./sdk.ts";
import { toEnvelope, type Envelope } from "./values.ts";
import { RecordWatch } from "./watch.ts";
import { createWorkflows } from "./workflows.ts";

/**
 * Where the engine keeps its records: a SQLite file of its own, made when it is not there, or a PostgreSQL database, in the schema "dbos",
 * which any number of processes may share.
 */
export type WorkflowsDatabase =
  | {
      file: string;
      /** See `Synchronous`; NORMAL without it. */
      synchronous?: Synchronous;
    }
  | { url: string };

export interface OpenWorkflowsOptions {
  database: WorkflowsDatabase;
  /** How often in a row a run is taken up that gets nowhere before the process ends; 3 without it. */
  recoveries?: number;
  /** All that can be started or taken up. */
  workflows: readonly Workflow<never, unknown>[];
  queues?: readonly Queue[];
}

const RECOVERIES = 3;

/** DBOS is one engine per process, in static members: a second opening would take over the first one's. */
let isOpen = false;

/**
 * Opens the engine and takes up what was left unfinished. Throws E_HOME_LOCKED when this process works with one already, or another
 * process with this file; E_STORE for a damaged file or a database that cannot be reached.
 */
export async function openWorkflows(options: OpenWorkflowsOptions, ctx: Context): Promise<Workflows> {
  if (isOpen) {
    throw new AppError("E_HOME_LOCKED", "The workflow engine is open in this process already.", {
      hint: "Close it first: there is one engine per process.",
    });
  }
  isOpen = true;
  try {
    return await open(options, ctx);
  } catch (thrown) {
    isOpen = false;
    throw toAppError(thrown);
  }
}

async function open(options: OpenWorkflowsOptions, ctx: Context): Promise<Workflows> {
  ctx.signal.throwIfAborted();
  const loaded = await loadSdk();
  const { sdk } = loaded;
  const backing = await openBacking(options.database, ctx);
  const running = new Map<string, Running>();
  const starters = new Map<string, Starter>();
  const closed = new AbortController();
  const engine: Engine = {
    sdk,
    backing,
    starters,
    running,
    queues: new Map((options.queues ?? []).map((queue) => [queue.name, queue])),
    ends: new Map(),
    watch: new RecordWatch(backing, running, ctx),
    closed: closed.signal,
    outside: AsyncLocalStorage.snapshot(),
  };
  const shut = async (): Promise<void> => {
    await loaded.sendNotices().catch((thrown: unknown) => ctx.log.debug("notices were not sent", { error: thrown }));
    await close(engine, closed);
  };
  try {
    sdk.setConfig(toConfiguration(backing, ctx.log));
    for (const workflow of options.workflows) {
      starters.set(workflow.name, register(workflow, engine, loaded, options.recoveries ?? RECOVERIES, ctx));
    }
    loaded.setInternalPoll(backing.queuePollMs);
    const queues = [...engine.queues.values()].map((queue) => toQueueRecord(queue, backing.queuePollMs));
    await loaded.registerQueues(backing, queues, ctx.log);
    await sdk.launch();
    await backing.launched(() => engine.watch.verify());
    return createWorkflows(engine, shut, ctx);
  } catch (thrown) {
    await shut();
    throw thrown;
  }
}

async function openBacking(database: WorkflowsDatabase, ctx: Context): Promise<Backing> {
  if ("file" in database) return openPool(database.file, database.synchronous ?? "NORMAL");
  const { openPostgres } = await import("../postgres/open.ts");
  return openPostgres(database.url, ctx);
}

function register(
  workflow: Workflow<never, unknown>,
  engine: Engine,
  { sdk, ownerOf }: LoadedSdk,
  recoveries: number,
  ctx: Context,
): Starter {
  const { running, watch } = engine;
  const body = async (input: Envelope): Promise<Envelope> => {
    const id = sdk.workflowID ?? "";
    const entry: Running = {
      controller: new AbortController(),
      owner: ownerOf(id),
      lost: Promise.withResolvers(),
    };
    running.set(id, entry);
    watch.nudge();
    try {
      return toEnvelope(await workflow.run(input.value as never, createRun(engine, id, entry, ctx)));
    } catch (thrown) {
      throw toEngineError(thrown);
    } finally {
      if (running.get(id) === entry) running.delete(id);
      entry.controller.abort(new AppError("E_CANCELLED", "The work has ended.")); // lets go of whoever still listens
      watch.nudge();
    }
  };
  return sdk.registerWorkflow(body, { name: workflow.name, maxRecoveryAttempts: recoveries });
}

/** First nothing more can be written, then the bodies are told: what they throw while they end is recorded nowhere. */
async function close({ sdk, backing, running, watch }: Engine, closed: AbortController): Promise<void> {
  const reason = new AppError("E_CANCELLED", "Kralle is closing.");
  try {
    await backing.close();
  } finally {
    closed.abort(reason);
    watch.close(reason);
    for (const { controller } of running.values()) controller.abort(reason);
    running.clear();
    await sdk.shutdown({ deregister: true });
    await backing.end();
    isOpen = false;
  }
}
