import { AppError, type Context } from "../../core/index.ts";
import type { Engine, EngineEvent, EngineRequest } from "../engine/types.ts";
import { LEAST_TOKENS, toTokensLeft } from "./fitTokens.ts";

/** `maxTokens` null: as much as a long answer needs. */
export type Wanted = Omit<EngineRequest, "maxTokens"> & { maxTokens: number | null };

const LONG_ANSWER = 2048;

/**
 * An engine's stream for a caller who names a limit rather than a number: an answer that has less room in the context is asked for
 * with what is left, and an engine that died before it said anything is asked once more. Never cuts the prompt.
 */
export async function* openStream(engine: Engine, wanted: Wanted, ctx: Context): AsyncGenerator<EngineEvent> {
  let maxTokens = wanted.maxTokens ?? LONG_ANSWER;
  let isFitted = false;
  let isAgain = false;
  for (;;) {
    const events = engine.generate({ ...wanted, maxTokens }, ctx)[Symbol.asyncIterator]();
    let first: IteratorResult<EngineEvent>;
    try {
      first = await events.next();
    } catch (thrown) {
      const left = toTokensLeft(thrown);
      if (isFitted || left === null || left >= maxTokens || left < LEAST_TOKENS) throw thrown;
      isFitted = true;
      maxTokens = left;
      continue;
    }
    if (!isAgain && isDead(first) && !ctx.signal.aborted) {
      isAgain = true;
      ctx.log.warn("The engine ended in mid-answer; it is asked once more.", { engine: engine.id });
      continue;
    }
    if (first.done) throw new AppError("E_ENGINE_DIED", "The model engine failed.");
    yield first.value;
    return yield* { [Symbol.asyncIterator]: () => events };
  }
}

const isDead = ({ value, done }: IteratorResult<EngineEvent>): boolean =>
  done !== true && value.type === "end" && value.reason === "error" && value.error?.code === "E_ENGINE_DIED";
