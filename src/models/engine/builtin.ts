import { basename } from "node:path";
import { AppError, LIMITS, systemClock, toAppError, type Clock, type Context, type Logger } from "../../core/index.ts";
import { createChannel } from "./channel.ts";
import { readGguf, type GgufHeader } from "./gguf.ts";
import { toGrammar } from "./grammar/index.ts";
import { checkMemory, toGigabytes, toMemoryNeed } from "./memory.ts";
import { startProcess, toError, type Death, type EngineProcess } from "./process.ts";
import { findMissingUnits, readProcessor } from "./processor.ts";
import type { FromChild } from "./protocol.ts";
import { createQueue } from "./queue.ts";
import { createRestarts } from "./restarts.ts";
import { NO_USAGE, stream } from "./stream.ts";
import type { Engine, EngineEvent, EngineRequest, Message, ModelInfo, ToolSpec } from "./types.ts";

export interface BuiltinOptions {
  id: string;
  /** Folder of the installed engine pack; it holds `node_modules/node-llama-cpp`. */
  packDir: string;
  modelPath: string;
  name: string;
  /** SHA-256 of the weights where known. */
  digest: string | null;
  /** Default: the model's own, at most 8192. */
  contextTokens?: number;
  /** Default: the physical cores that can be used. */
  threads?: number;
  /** Bytes of memory that the model may take; default what the system has free at the time of loading. */
  memory?: number;
  /** ms without a request after which the memory is returned; null never. Default 10 minutes. */
  idleUnloadMs?: number | null;
  heartbeatMs?: number;
  /** Beats that may be missed; default 15, because busy machines starve the child for seconds. */
  missedBeats?: number;
  loadMs?: number;
  /** Default: only on Apple silicon, whose pack holds Metal. */
  gpu?: boolean;
  /** false evaluates every prompt anew, so that the same request gives the same bytes. Default true. */
  reusePrefix?: boolean;
  clock?: Clock;
  log: Logger;
}

export interface BuiltinEngine extends Engine {
  /** Of the running child; null while nothing is loaded. */
  readonly child: { readonly pid: number; readonly residentBytes: number; readonly loadMs: number } | null;
}

const IDLE_MS = 10 * 60_000;

/**
 * llama.cpp in one child process per loaded model (contract: `types.ts`). The child is started by the first call, ended
 * when idle or closed, and started again after a crash: with a pause of 0.5 to 30 s, and after three crashes in five
 * minutes not at all (E_ENGINE_BROKEN). `completionTokens` counts what the answer consists of, without the token that
 * ends it; text that a schema leaves no choice about is counted there and evaluated with the prompt.
 */
export function createBuiltinEngine(options: BuiltinOptions): BuiltinEngine {
  const clock = options.clock ?? systemClock;
  const queue = createQueue();
  const restarts = createRestarts(clock);
  const closing = new AbortController();
  const idleMs = options.idleUnloadMs === undefined ? IDLE_MS : options.idleUnloadMs;
  let child: EngineProcess | null = null;
  let info: ModelInfo | null = null;
  let starting: Promise<EngineProcess> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let users = 0;
  let nextId = 1;

  const start = async (): Promise<EngineProcess> => {
    if (restarts.isBroken()) throw toBroken(options.name, restarts.lastReason);
    await pause(clock, restarts.delay(), closing.signal);
    const header = await readGguf(options.modelPath);
    const started = await launch(options, header).catch((error: unknown) => {
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
    const { contextTokens, engine, system } = started.loaded;
    info = { digest: options.digest, name: options.name, contextTokens, parameters: header.parameters, engine, system };
    return started;
  };

  const ensure = async (signal: AbortSignal): Promise<EngineProcess> => {
    if (closing.signal.aborted) throw toClosed(options.name);
    if (child !== null) return child;
    starting ??= start().finally(() => {
      starting = null;
    });
    return unlessAborted(starting, signal);
  };

  /** While somebody uses the child it is not idle. */
  const use = (): (() => void) => {
    users += 1;
    clearTimeout(idle);
    return () => {
      users -= 1;
      if (users > 0 || idleMs === null || closing.signal.aborted) return;
      idle = setTimeout(() => {
        const unused = child;
        child = null;
        options.log.debug("The model was idle; its memory is returned.", { model: options.name });
        void unused?.close();
      }, idleMs);
      idle.unref();
    };
  };

  async function* generate(request: EngineRequest, ctx: Context): AsyncGenerator<EngineEvent> {
    const grammar = toCheckedGrammar(request);
    const { schema: _schema, ...rest } = request;
    const release = use();
    let leave: () => void = () => {};
    try {
      leave = await queue.enter(ctx.signal);
      const running = await ensure(ctx.signal);
      yield* stream(running, nextId++, { request: rest, grammar }, ctx.signal);
    } catch (error) {
      if (!ctx.signal.aborted) throw error;
      yield { type: "end", reason: "cancelled", usage: NO_USAGE };
    } finally {
      leave();
      release();
    }
  }

  return {
    id: options.id,
    get child() {
      return child === null ? null : { pid: child.pid, residentBytes: child.residentBytes, loadMs: child.loaded.loadMs };
    },
    async load(ctx) {
      const release = use();
      try {
        await ensure(ctx.signal);
      } finally {
        release();
      }
      if (info === null) throw toClosed(options.name);
      return info;
    },
    generate,
    async count(messages, ctx, tools = []) {
      const release = use();
      try {
        return await count(await ensure(ctx.signal), nextId++, messages, tools, ctx.signal);
      } finally {
        release();
      }
    },
    async close() {
      closing.abort();
      clearTimeout(idle);
      await starting?.catch(() => undefined);
      await child?.close();
    },
  };
}

async function launch(options: BuiltinOptions, header: GgufHeader): Promise<EngineProcess> {
  const { log, name } = options;
  const need = toMemoryNeed(header, options.contextTokens);
  const free = options.memory ?? process.availableMemory();
  checkMemory(name, need, free);
  if (need.comfortableBytes > free) {
    const [wanted, left] = [toGigabytes(need.comfortableBytes), toGigabytes(free)];
    log.warn("Memory is short for this model; it may be slow.", { model: name, wantedGB: wanted, freeGB: left });
  }
  const processor = await readProcessor();
  const gpu = options.gpu ?? (process.platform === "darwin" && process.arch === "arm64");
  const heartbeatMs = options.heartbeatMs ?? LIMITS.heartbeatMs;
  const order = {
    packDir: options.packDir,
    modelPath: options.modelPath,
    contextTokens: need.contextTokens,
    threads: options.threads ?? processor.cores,
    batchTokens: gpu ? 512 : toBatchTokens(header.fileBytes),
    gpu,
    mapFile: gpu,
    reusePrefix: options.reusePrefix ?? true,
    heartbeatMs,
  };
  const times = { heartbeatMs, missedBeats: options.missedBeats ?? 15, loadMs: options.loadMs ?? LIMITS.engineLoadMs };
  const started = await startProcess(order, times, log);
  const missing = gpu ? [] : findMissingUnits(processor, started.loaded.system);
  if (missing.length > 0) {
    log.warn(
      `The model engine does not use ${missing.join(", ")} although this processor has it: answers will be many times slower than they could be.`,
      { engine: started.loaded.engine, pack: basename(options.packDir) },
    );
  }
  return started;
}

/** Small enough that a cancelled prompt frees the processor soon; larger ones gained nothing when measured. */
function toBatchTokens(fileBytes: number): number {
  if (fileBytes < 200e6) return 128;
  return fileBytes < 700e6 ? 64 : 32;
}

function toCheckedGrammar(request: EngineRequest): ReturnType<typeof toGrammar> | null {
  const { messages, maxTokens, schema, tools = [] } = request;
  if (messages.length === 0) throw new AppError("E_INPUT", "A request to a model needs at least one message.");
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    throw new AppError("E_INPUT", `maxTokens must be a whole number of at least 1, not ${maxTokens}.`);
  }
  if (schema === undefined) return null;
  if (tools.length > 0) throw new AppError("E_INPUT", "A request has either a schema or tools, not both.");
  return toGrammar(schema);
}

async function count(
  child: EngineProcess,
  id: number,
  messages: Message[],
  tools: ToolSpec[],
  signal: AbortSignal,
): Promise<number> {
  const answers = createChannel<FromChild | Death>();
  const unsubscribe = child.subscribe(id, answers.push);
  try {
    child.send({ type: "count", id, messages, tools });
    const answer = await unlessAborted(answers.next(), signal);
    if (answer.type === "counted") return answer.tokens;
    if (answer.type === "refused") throw toError(answer.error);
    throw new AppError("E_ENGINE_DIED", "The model engine ended while it was counting tokens.", { hint: "Try again." });
  } finally {
    unsubscribe();
  }
}

/** Waits for work that goes on for others also when this caller gives up. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new AppError("E_CANCELLED", "The work was cancelled."));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await clock.sleep(ms, signal);
}

const toClosed = (name: string): AppError => new AppError("E_ENGINE_START", `The engine of ${name} was closed.`);

const toBroken = (name: string, reason: string): AppError =>
  new AppError("E_ENGINE_BROKEN", `The model engine crashed three times in five minutes with ${name}; last: ${reason}.`, {
    hint: "Wait five minutes, choose a smaller model or context, or run `kralle doctor`.",
    data: { reason },
  });
