import { AppError, type Context } from "../../core/index.ts";
import { toGrammar } from "../engine/grammar/index.ts";
import { createQueue } from "../engine/queue.ts";
import { NO_USAGE } from "../engine/stream.ts";
import { toClosed, unlessAborted } from "../engine/supervisor.ts";
import type { Engine, EngineEvent, EngineRequest, ModelInfo } from "../engine/types.ts";
import { toServed } from "./inWords.ts";
import { respond } from "./respond.ts";
import type { Counted, ServedEngine, Wire } from "./types.ts";
import { guessHabit } from "./unseen.ts";

export interface RemoteEngineOptions {
  /** NAME/MODEL. */
  id: string;
  /** The model as the server calls it. */
  model: string;
  /** Requests side by side; 32 without it. */
  parallel?: number | undefined;
  /** Called when it is first needed: the clients are heavy. */
  wire(): Promise<Wire>;
}

/** Servers batch or queue by themselves; more would only be waiting there instead of here. */
const PARALLEL = 32;

/**
 * A model that a server runs (contract: `engine/types.ts`). The server keeps the model in memory as it likes: `close`
 * ends what runs and forgets it. Where the server has no tokeniser, `count` is an estimate that is rather too high.
 */
export function createRemoteEngine(options: RemoteEngineOptions): Engine {
  const queue = createQueue(options.parallel ?? PARALLEL);
  const closing = new AbortController();
  let opening: Promise<ServedEngine> | null = null;
  const habit = guessHabit(options.model);
  let number = 0;

  const open = async (ctx: Context): Promise<ServedEngine> => {
    const wire = await options.wire();
    return wire.open(options.model, { ...ctx, signal: closing.signal });
  };
  const ensure = (ctx: Context): Promise<ServedEngine> => {
    if (closing.signal.aborted) throw toClosed(options.id);
    opening ??= open(ctx).catch((error: unknown) => {
      opening = null; // tried anew by the next who asks
      throw closing.signal.aborted ? toClosed(options.id) : error;
    });
    return unlessAborted(opening, ctx.signal);
  };

  async function* generate(asked: EngineRequest, outer: Context): AsyncGenerator<EngineEvent> {
    checkRequest(asked);
    if (closing.signal.aborted) throw toClosed(options.id);
    const ctx = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
    let leave: () => void = () => {};
    try {
      leave = await queue.enter(ctx.signal);
      const engine = await ensure(ctx);
      refuseImages(asked, engine.info);
      const request = toServed(asked, engine);
      const { messages, tools = [], maxTokens } = request;
      const counted = await unlessAborted(engine.count(messages, tools, ctx), ctx.signal);
      refuseTooLong(counted, maxTokens, engine.info.contextTokens);
      yield* respond({ engine, request, counted, habit, number: (number += 1) }, ctx);
    } catch (error) {
      if (!ctx.signal.aborted) throw error;
      yield { type: "end", reason: "cancelled", usage: NO_USAGE };
    } finally {
      leave();
    }
  }

  return {
    id: options.id,
    load: async (ctx) => (await ensure(ctx)).info,
    generate,
    count: async (messages, ctx, tools = []) => {
      const engine = await ensure(ctx);
      const served = toServed({ messages, tools, maxTokens: 1 }, engine);
      return (await unlessAborted(engine.count(served.messages, served.tools ?? [], ctx), ctx.signal)).tokens;
    },
    close: async () => closing.abort(),
  };
}

function checkRequest({ messages, maxTokens, schema, tools = [] }: EngineRequest): void {
  if (messages.length === 0) throw new AppError("E_INPUT", "A request to a model needs at least one message.");
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    throw new AppError("E_INPUT", `maxTokens must be a whole number of at least 1, not ${maxTokens}.`);
  }
  if (schema === undefined) return;
  if (tools.length > 0) throw new AppError("E_INPUT", "A request has either a schema or tools, not both.");
  toGrammar(schema); // what our own engine refuses is refused everywhere, so that a request means the same
}

function refuseImages({ messages }: EngineRequest, { name, features }: ModelInfo): void {
  const hasImages = messages.some((message) => message.role === "user" && (message.images?.length ?? 0) > 0);
  if (!hasImages || features === null || features.includes("vision")) return;
  throw new AppError("E_INPUT", `The model ${name} cannot see images.`, {
    hint: "Use a model that can: `kralle engine check` says which do.",
  });
}

function refuseTooLong({ tokens, isExact }: Counted, maxTokens: number, contextTokens: number): void {
  if (tokens + maxTokens <= contextTokens) return;
  const hint = "Shorten the prompt, ask for a shorter answer, or use a larger context.";
  const data = { promptTokens: tokens, maxTokens, contextTokens };
  if (isExact) {
    throw new AppError(
      "E_PROMPT_TOO_LONG",
      `The prompt has ${tokens} tokens; with ${maxTokens} for the answer that is more than the context of ${contextTokens}.`,
      { hint, data },
    );
  }
  throw new AppError(
    "E_PROMPT_TOO_LONG",
    `The prompt has about ${tokens} tokens; with ${maxTokens} for the answer that is more than the context of ${contextTokens}.`,
    { hint, data },
  );
}
