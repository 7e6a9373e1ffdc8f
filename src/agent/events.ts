import type { Context } from "../core/index.ts";
import type { Store } from "../store/index.ts";
import type { AgentEvent } from "./types.ts";

export interface Recorder {
  readonly session: string;
  /** Stores the event, then shows it. */
  emit(event: AgentEvent): Promise<void>;
  /** The same, in order, without waiting; a failure surfaces at the next `emit`. */
  later(event: AgentEvent): void;
  /** The last event, stored by `store` together with what it ends, then shown. */
  finish(event: AgentEvent, store: () => Promise<void>): Promise<void>;
}

/** Events of a session in the order of the calls: on disk before anyone sees them. */
export function recordEvents(
  store: Store,
  session: string,
  onEvent: ((event: AgentEvent) => void) | undefined,
  ctx: Context,
): Recorder {
  let tail: Promise<void> = Promise.resolve();
  const finish: Recorder["finish"] = (event, keep) => {
    tail = tail.then(async () => {
      await keep();
      onEvent?.(event);
    });
    return tail;
  };
  const emit = (event: AgentEvent): Promise<void> =>
    finish(event, async () => {
      await store.sessions.append(session, event.type, event, ctx);
    });
  return {
    session,
    emit,
    finish,
    later: (event) => {
      emit(event).catch((error: unknown) => ctx.log.error("event not stored", { error }));
    },
  };
}
