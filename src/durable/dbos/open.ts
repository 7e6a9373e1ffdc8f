import { AsyncLocalStorage } from "node:async_hooks";
import { AppError, toAppError, type Context } from "../../core/index.ts";
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
  /** How often in a row a run is taken up that gets nowhere before the process ends; 3 without it. */
  recoveries?: number;
  /** All that can be started or taken up. */
  workflows: readonly Workflow<never, unknown>[];
}

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
    throw toAppError(thrown);
  }
}

async function open(options: OpenWorkflowsOptions, ctx: Context): Promise<Workflows> {
  ctx.signal.throwIfAborted();
  const sdk = await loadSdk();
  const pool = openPool(options.file, options.synchronous ?? "NORMAL");
  const running = new Map<string, AbortController>();
  const house: House = { sdk, pool, running, recoveries: options.recoveries ?? RECOVERIES };
  try {
    sdk.setConfig(toConfiguration(pool, ctx.log));
    const starters = new Map(options.workflows.map((workflow) => [workflow.name, register(workflow, house, ctx)]));
    await sdk.launch();
    const engine: Engine = {
      sdk,
      starters,
      running,
      // Calls from inside a workflow must not become steps of it, or they would be answered from its record.
      outside: AsyncLocalStorage.snapshot(),
      copyTo: (file) => pool.copyTo(file),
      close: () => close(house),
    };
    return createWorkflows(engine, ctx);
  } catch (thrown) {
    await close(house);
    throw thrown;
  }
}

interface House {
  sdk: Sdk;
  pool: SqlitePool;
  running: Map<string, AbortController>;
  recoveries: number;
}

function register(
  workflow: Workflow<never, unknown>,
  { sdk, pool, running, recoveries }: House,
  ctx: Context,
): (input: Envelope) => Promise<Envelope> {
  const body = async (input: Envelope): Promise<Envelope> => {
    const id = sdk.workflowID ?? "";
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const run = createRun({ sdk, id, signal: controller.signal, park: () => pool.forgive(id) }, ctx);
      return toEnvelope(await workflow.run(input.value as never, run));
    } catch (thrown) {
      throw toEngineError(thrown);
    } finally {
      if (running.get(id) === controller) running.delete(id);
      controller.abort(new AppError("E_CANCELLED", "The work has ended.")); // lets go of whoever still listens
    }
  };
  return sdk.registerWorkflow(body, { name: workflow.name, maxRecoveryAttempts: recoveries });
}

/** First nothing more can be written, then the bodies are told: what they throw while they end is recorded nowhere. */
async function close({ sdk, pool, running }: House): Promise<void> {
  try {
    pool.close();
  } finally {
    for (const controller of running.values()) controller.abort(new AppError("E_CANCELLED", "Kralle is closing."));
    running.clear();
    await sdk.shutdown({ deregister: true });
    isOpen = false;
  }
}
