import { AppError, systemClock, toAppError, type Clock, type Logger } from "../../core/index.ts";
import { readGgufHeader, type GgufHeader } from "../gguf/index.ts";
import type { EngineProcess } from "./process.ts";
import { createRestarts } from "./restarts.ts";
import type { ModelInfo } from "./types.ts";

export interface SupervisorOptions {
  /** Of the model. */
  name: string;
  modelPath: string;
  digest: string | null;
  idleUnloadMs?: number | null;
  clock?: Clock;
  log: Logger;
  /** Starts a child; E_ENGINE_START counts as a crash. */
  launch(header: GgufHeader): Promise<EngineProcess>;
}

/** Keeps one child alive while it is needed, and only then. */
export interface Supervisor {
  readonly child: EngineProcess | null;
  /** Of the last load; null before the first. */
  readonly info: ModelInfo | null;
  /** The running child, started where necessary. One start serves all who wait; the signal frees only its caller. */
  ensure(signal: AbortSignal): Promise<EngineProcess>;
  /** While somebody uses the child it is not idle. Returns the function that says "no longer". */
  use(): () => void;
  close(): Promise<void>;
}

const IDLE_MS = 10 * 60_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const clock = options.clock ?? systemClock;
  const restarts = createRestarts(clock);
  const closing = new AbortController();
  const idleMs = options.idleUnloadMs === undefined ? IDLE_MS : options.idleUnloadMs;
  let child: EngineProcess | null = null;
  let info: ModelInfo | null = null;
  let starting: Promise<EngineProcess> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let users = 0;

  const start = async (): Promise<EngineProcess> => {
    if (restarts.isBroken()) throw toBroken(options.name, restarts.lastReason);
    const pause = restarts.delay();
    if (pause > 0) await clock.sleep(pause, closing.signal);
    const header = await readGgufHeader(options.modelPath);
    const started = await options.launch(header).catch((error: unknown) => {
      if (toAppError(error).code === "E_ENGINE_START") restarts.recordCrash(toAppError(error).message);
      throw error;
    });
    void started.ended.then((death) => {
      if (child === started) child = null;
      if (!death.wanted) restarts.recordCrash(death.reason);
    });
    if (closing.signal.aborted) {
      await started.close();
      throw toClosed(options.name);
    }
    child = started;
    const { contextTokens, engine, system, features = null } = started.loaded;
    const { digest, name } = options;
    info = { digest, name, contextTokens, parameters: header.parameters, engine, system, features };
    return started;
  };

  const unload = (): void => {
    const unused = child;
    child = null;
    options.log.debug("The model was idle; its memory is returned.", { model: options.name });
    void unused?.close();
  };

  return {
    get child() {
      return child;
    },
    get info() {
      return info;
    },
    async ensure(signal) {
      if (closing.signal.aborted) throw toClosed(options.name);
      if (child !== null) return child;
      starting ??= start().finally(() => {
        starting = null;
      });
      return unlessAborted(starting, signal);
    },
    use() {
      users += 1;
      clearTimeout(idle);
      let isUsing = true;
      return () => {
        if (!isUsing) return;
        isUsing = false;
        users -= 1;
        if (users > 0 || idleMs === null || closing.signal.aborted) return;
        idle = setTimeout(unload, idleMs);
        idle.unref();
      };
    },
    async close() {
      closing.abort();
      clearTimeout(idle);
      await starting?.catch(() => undefined);
      await child?.close();
    },
  };
}

/** Waits for work that goes on for others also when this caller gives up. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new AppError("E_CANCELLED", "The work was cancelled."));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

export const toClosed = (name: string): AppError => new AppError("E_ENGINE_START", `The engine of ${name} was closed.`);

const toBroken = (name: string, reason: string): AppError =>
  new AppError(
    "E_ENGINE_BROKEN",
    `The model engine crashed three times in five minutes with ${name}; last: ${reason}.`,
    {
      hint: "Wait five minutes, choose a smaller model or context, or run `kralle doctor`.",
      data: { reason },
    },
  );
