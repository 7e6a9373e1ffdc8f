import type { TextAnswer } from "./answer.ts";
import type { FromChild, Refusal } from "./protocol.ts";
import type { EngineUsage } from "./types.ts";

export type Send = (message: FromChild) => void;

/** One request on its way through the child. */
export interface Run {
  readonly id: number;
  readonly usage: EngineUsage;
  readonly send: Send;
  answer: TextAnswer | null;
  /** Its last message was sent; whatever still runs for it is in vain. */
  ended: boolean;
  /** Resolves when it has ended. */
  readonly gone: Promise<void>;
  /** Resolves `gone`. */
  readonly leave: () => void;
}

export function createRun(id: number, send: Send): Run {
  const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
  return { id, usage, send, answer: null, ended: false, gone, leave };
}

export function flush({ answer, id, send, usage }: Run): void {
  const pieces = answer?.drain() ?? [];
  if (pieces.length > 0) send({ type: "output", id, pieces, usage: { ...usage } });
}

export function end(run: Run, reason: "stop" | "length" | "cancelled" | "error", error?: Refusal): void {
  if (run.ended) return;
  run.ended = true;
  run.leave();
  run.answer?.finish();
  flush(run);
  run.send({ type: "end", id: run.id, reason, usage: { ...run.usage }, ...(error === undefined ? {} : { error }) });
}

/** Says no before the first event. */
export function refuse(run: Run, error: Refusal): void {
  if (run.ended) return;
  run.ended = true;
  run.leave();
  run.send({ type: "refused", id: run.id, error });
}
