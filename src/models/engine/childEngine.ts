import { AppError, type Context } from "../../core/index.ts";
import { createChannel } from "./channel.ts";
import { toGrammar } from "./grammar/index.ts";
import { toError, type EngineProcess } from "./process.ts";
import type { FromChild, ToChild } from "./protocol.ts";
import { createQueue } from "./queue.ts";
import { NO_USAGE, stream } from "./stream.ts";
import { createSupervisor, toClosed, unlessAborted, type SupervisorOptions } from "./supervisor.ts";
import type { Engine, EngineEvent, EngineRequest, Message, ModelInfo, ToolSpec } from "./types.ts";
import type { Death } from "./watch.ts";

/** An engine that runs in a child process of ours. */
export interface ChildEngine extends Engine {
  /** The running child; null while nothing is loaded. */
  readonly child: { readonly pid: number; readonly residentBytes: number; readonly loadMs: number } | null;
}

export interface ChildEngineOptions extends SupervisorOptions {
  id: string;
  /** Requests that the child answers side by side; default 1. */
  parallel?: number;
  /** The child knows the message `prepare`; default false. */
  canPrepare?: boolean;
}

/**
 * One model in one child process (contract: `types.ts`). The child is started by the first call, ended when idle or
 * closed, and started again after a crash: with a pause of 0.5 to 30 s, and after three crashes in five minutes not at
 * all (E_ENGINE_BROKEN). `completionTokens` counts what the answer consists of, without the token that ends it; text
 * that a schema leaves no choice about is counted there and evaluated with the prompt. Stop sequences do not hold with a
 * schema: they could only break the document.
 */
export function createChildEngine(options: ChildEngineOptions): ChildEngine {
  const queue = createQueue(options.parallel ?? 1);
  const supervisor = createSupervisor(options);
  let nextId = 1;

  async function* generate(request: EngineRequest, ctx: Context): AsyncGenerator<EngineEvent> {
    const grammar = toCheckedGrammar(request);
    const { schema: _schema, ...rest } = request;
    const release = supervisor.use();
    ctx.signal.addEventListener("abort", release); // also when nobody reads on
    let leave: () => void = () => {};
    try {
      leave = await queue.enter(ctx.signal);
      const child = await supervisor.ensure(ctx.signal);
      checkImages(request.messages, options.name, supervisor.info);
      yield* stream(child, nextId++, { request: rest, grammar }, ctx.signal);
    } catch (error) {
      if (!ctx.signal.aborted) throw error;
      yield { type: "end", reason: "cancelled", usage: NO_USAGE };
    } finally {
      leave();
      ctx.signal.removeEventListener("abort", release);
      release();
    }
  }

  const withChild = async <T>(signal: AbortSignal, act: (child: EngineProcess) => Promise<T> | T): Promise<T> => {
    const release = supervisor.use();
    try {
      return await act(await supervisor.ensure(signal));
    } finally {
      release();
    }
  };

  const prepare = (messages: Message[], ctx: Context, tools: ToolSpec[] = []): Promise<number> =>
    withChild(ctx.signal, (child) => askTokens(child, { type: "prepare", id: nextId++, messages, tools }, ctx.signal));

  return {
    ...(options.canPrepare === true ? { prepare } : {}),
    id: options.id,
    get child() {
      const { child } = supervisor;
      if (child === null) return null;
      return { pid: child.pid, residentBytes: child.residentBytes, loadMs: child.loaded.loadMs };
    },
    load: (ctx) =>
      withChild(ctx.signal, () => {
        if (supervisor.info === null) throw toClosed(options.name);
        return supervisor.info;
      }),
    generate,
    count: (messages, ctx, tools = []) =>
      withChild(ctx.signal, (child) => {
        checkImages(messages, options.name, supervisor.info);
        return askTokens(child, { type: "count", id: nextId++, messages, tools }, ctx.signal);
      }),
    close: () => supervisor.close(),
  };
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

/** Asks the child something that it answers with a number of tokens. */
async function askTokens(
  child: EngineProcess,
  question: Extract<ToChild, { type: "count" | "prepare" }>,
  signal: AbortSignal,
): Promise<number> {
  const { id } = question;
  const answers = createChannel<FromChild | Death>();
  const unsubscribe = child.subscribe(id, answers.push);
  try {
    child.send(question);
    const answer = await unlessAborted(answers.next(), signal);
    if (answer.type === "counted" || answer.type === "prepared") return answer.tokens;
    if (answer.type === "refused") throw toError(answer.error);
    throw new AppError("E_ENGINE_DIED", "The model engine ended while it was counting tokens.", { hint: "Try again." });
  } catch (error) {
    if (signal.aborted) child.send({ type: "cancel", id });
    throw error;
  } finally {
    unsubscribe();
  }
}

function checkImages(messages: readonly Message[], name: string, info: ModelInfo | null): void {
  if (info?.features?.includes("vision") === true) return;
  if (!messages.some((message) => message.role === "user" && (message.images?.length ?? 0) > 0)) return;
  throw new AppError("E_INPUT", `${name} cannot see images through this engine.`, {
    hint: "Use a model that can: through a llama-server or Ollama.",
  });
}
