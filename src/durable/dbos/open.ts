import { AsyncLocalStorage } from "node:async_hooks";
import { AppError, type Context } from "../../core/index.ts";
import type { Synchronous } from "../sqlite/database.ts";
import { openPool, type SqlitePool } from "../sqlite/pool.ts";
import type { Workflow, Workflows } from "../types.ts";
import { toEngineError } from "./failures.ts";
import { createRun } from "./run.ts";
import { loadSdk, toConfiguration, type Sdk } from "./sdk.ts";
import { toEnvelope, type Envelope } from "./values.ts";
import { createWorkflows, type Engine } from "./workflows.ts";

export interface OpenWorkflowsOptions {
  /** The engine's own SQLite file; made when it is not there. */
  file: string;
  /** See `Synchronous`; NORMAL without it. */
  synchronous?: Synchronous;
  /** All that can be started or taken up. */
  workflows: readonly Workflow<never, unknown>[];
}

/** A run that ends the process is taken up this often. */
const RECOVERIES = 3;

/** DBOS is one engine per process, in static members: a second opening would take over the first one's. */
let isOpen = false;

/**
 * Opens the engine over a SQLite file and takes up what was left unfinished. Throws E_HOME_LOCKED when this process or another
 * one works with it already, E_STORE for a damaged file.
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
    throw thrown;
  }
}

async function open(options: OpenWorkflowsOptions, ctx: Context): Promise<Workflows> {
  ctx.signal.throwIfAborted();
  const sdk = await loadSdk();
  const pool = openPool(options.file, options.synchronous ?? "NORMAL");
  const running = new Map<string, AbortController>();
  try {
    sdk.setConfig(toConfiguration(pool, ctx.log));
    const starters = new Map(
      options.workflows.map((workflow) => [workflow.name, register(sdk, workflow, running, ctx)]),
    );
    await sdk.launch();
    const engine: Engine = {
      sdk,
      starters,
      running,
      // Calls from inside a workflow must not become steps of it, or they would be answered from its record.
      outside: AsyncLocalStorage.snapshot(),
      close: () => close(sdk, pool, running),
    };
    return createWorkflows(engine, ctx);
  } catch (thrown) {
    await close(sdk, pool, running);
    throw thrown;
  }
}

function register(
  sdk: Sdk,
  workflow: Workflow<never, unknown>,
  running: Map<string, AbortController>,
  ctx: Context,
): (input: Envelope) => Promise<Envelope> {
  const body = async (input: Envelope): Promise<Envelope> => {
    const id = sdk.workflowID ?? "";
    const controller = new AbortController();
    running.set(id, controller);
    try {
      return toEnvelope(await workflow.run(input.value as never, createRun(sdk, id, controller.signal, ctx)));
    } catch (thrown) {
      throw toEngineError(thrown);
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };
  return sdk.registerWorkflow(body, { name: workflow.name, maxRecoveryAttempts: RECOVERIES });
}

/** First nothing more can be written, then the bodies are told: what they throw while they end is recorded nowhere. */
async function close(sdk: Sdk, pool: SqlitePool, running: Map<string, AbortController>): Promise<void> {
  pool.close();
  for (const controller of running.values()) controller.abort(new AppError("E_CANCELLED", "Kralle is closing."));
  running.clear();
  try {
    await sdk.shutdown({ deregister: true });
  } finally {
    isOpen = false;
  }
}
