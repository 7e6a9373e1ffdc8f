import { AppError } from "../../core/index.ts";
import type { EngineEvent } from "../../app/index.ts";

export type End = Extract<EngineEvent, { type: "end" }>;

/** Throws what the engine failed with. */
export function requireEnd({ reason, error }: End): "stop" | "length" {
  if (reason === "stop" || reason === "length") return reason;
  if (reason === "cancelled") throw new AppError("E_CANCELLED", "The answer was cancelled.");
  throw error ?? new AppError("E_ENGINE_DIED", "The model engine failed.");
}

/** The first event is waited for: until then a failure is an answer of its own, with a status. */
export async function begin(events: AsyncIterable<EngineEvent>): Promise<AsyncIterable<EngineEvent>> {
  const iterator = events[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) throw new AppError("E_ENGINE_DIED", "The model engine failed.");
  if (first.value.type === "end") {
    await iterator.next(); // so that it is counted
    requireEnd(first.value);
  }
  return (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
}
