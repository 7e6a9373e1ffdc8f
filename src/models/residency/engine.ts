import { AppError, type Context } from "../../core/index.ts";
import type { Engine, EngineEvent, EngineRequest } from "../engine/types.ts";
import type { Residency } from "./createResidency.ts";
import { once } from "./shelf.ts";
import type { Turns } from "./turns.ts";
import type { Lease, Loadable, Priority } from "./types.ts";

export interface ResidentEngineOptions {
  model: Loadable<Engine>;
  residency: Residency<Engine>;
  /** Shared by all engines of the machine: who may compute now. */
  turns: Turns;
  /** Of a request that names none. */
  priority: Priority;
}

const NO_USAGE = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };

/**
 * An engine whose model is in memory while it answers and may have to go afterwards: each call takes a lease, loads where
 * that is necessary, waits for its turn to compute, and gives both back (contract: `engine/types.ts`). `close` ends only
 * this way to the model; the residency ends the model itself.
 */
export function createResidentEngine(options: ResidentEngineOptions): Engine {
  const { model, residency, turns, priority } = options;
  const closing = new AbortController();

  /** A signal of the caller or of closing; which of them fired decides what the caller is told. */
  const withClosing = (ctx: Context): Context => ({
    ...ctx,
    signal: AbortSignal.any([ctx.signal, closing.signal]),
  });
  const refuseClosed = (): void => {
    if (closing.signal.aborted) throw new AppError("E_ENGINE_START", `The engine of ${model.id} was closed.`);
  };
  const withLease = async <T>(outer: Context, act: (engine: Engine, ctx: Context) => Promise<T>): Promise<T> => {
    refuseClosed();
    const ctx = withClosing(outer);
    let lease: Lease<Engine> | null = null;
    try {
      lease = await residency.acquire(model, priority, ctx.signal);
      return await act(lease.value, ctx);
    } catch (thrown) {
      if (!outer.signal.aborted) refuseClosed();
      throw thrown;
    } finally {
      lease?.release();
    }
  };

  async function* generate(request: EngineRequest, outer: Context): AsyncGenerator<EngineEvent> {
    refuseClosed();
    const ctx = withClosing(outer);
    let leave: () => void = () => {};
    let isBegun = false;
    try {
      const rank = request.priority ?? priority;
      const lease = await residency.acquire(model, rank, ctx.signal);
      leave = once(() => lease.release());
      ctx.signal.addEventListener("abort", leave); // also when nobody reads on
      const go = await turns.enter(model.id, rank, ctx.signal);
      leave = joined(leave, go, ctx.signal);
      for await (const event of lease.value.generate(request, ctx)) {
        isBegun = true;
        yield event;
      }
    } catch (error) {
      if (isBegun || !ctx.signal.aborted) throw error;
      if (!outer.signal.aborted) refuseClosed();
      yield { type: "end", reason: "cancelled", usage: NO_USAGE };
    } finally {
      leave();
    }
  }

  return {
    id: `resident:${model.id}`,
    load: (ctx) => withLease(ctx, (engine, inner) => engine.load(inner)),
    generate,
    count: (messages, ctx, tools) => withLease(ctx, (engine, inner) => engine.count(messages, inner, tools)),
    prepare: (messages, ctx, tools) =>
      withLease(ctx, async (engine, inner) => {
        const go = await turns.enter(model.id, "background", inner.signal);
        try {
          return (await engine.prepare?.(messages, inner, tools)) ?? 0;
        } finally {
          go();
        }
      }),
    async close() {
      closing.abort();
    },
  };
}

/** Gives back the turn, then the lease. */
function joined(release: () => void, go: () => void, signal: AbortSignal): () => void {
  return once(() => {
    signal.removeEventListener("abort", release);
    go();
    release();
  });
}
