import { AppError, type Context } from "../../core/index.ts";
import type { EmbedRequest, EmbedResult, Encoder } from "../embed/types.ts";
import type { Residency } from "./createResidency.ts";
import type { Turns } from "./turns.ts";
import type { Loadable } from "./types.ts";

export interface ResidentEncoderOptions extends Pick<Encoder, "model" | "dimensions"> {
  loadable: Loadable<Encoder>;
  residency: Residency<Encoder>;
  turns: Turns;
}

/** Texts of background work that are read in one turn: about a second, which is how long a chat may wait for its own. */
const BATCH = 32;

/**
 * An encoder that is in memory while it reads and may have to go afterwards (contract: `embed/types.ts`). A person's question is
 * short and is read at once, beside whatever computes; background work waits for its turn, anew for every batch. `close` ends
 * only this way to the encoder; the residency ends the encoder itself.
 */
export function createResidentEncoder(options: ResidentEncoderOptions): Encoder {
  const { model, dimensions, loadable, residency, turns } = options;
  const closing = new AbortController();

  const read = async (encoder: Encoder, request: EmbedRequest, ctx: Context): Promise<EmbedResult> => {
    if (request.priority !== "background") return encoder.embed(request, ctx);
    const { texts, kind, onProgress } = request;
    const all: EmbedResult = { vectors: [], windows: [], model, dimensions };
    for (let first = 0; first < texts.length; first += BATCH) {
      const leave = await turns.enter(loadable.id, "background", ctx.signal);
      try {
        const { vectors, windows } = await encoder.embed({ texts: texts.slice(first, first + BATCH), kind }, ctx);
        all.vectors.push(...vectors);
        all.windows.push(...windows);
      } finally {
        leave();
      }
      onProgress?.(all.vectors.length, texts.length);
    }
    return all;
  };

  return {
    model,
    dimensions,
    async embed(request, outer) {
      if (closing.signal.aborted) throw toClosed(loadable.id);
      const ctx = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
      const lease = await residency.acquire(loadable, request.priority ?? "chat", ctx.signal);
      try {
        return await read(lease.value, request, ctx);
      } catch (thrown) {
        if (closing.signal.aborted && !outer.signal.aborted) throw toClosed(loadable.id);
        throw thrown;
      } finally {
        lease.release();
      }
    },
    async close() {
      closing.abort();
    },
  };
}

const toClosed = (id: string): AppError => new AppError("E_ENGINE_START", `The engine of ${id} was closed.`);
