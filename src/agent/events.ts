import type { Context } from "../core/index.ts";
import type { Store } from "../store/index.ts";
import type { AgentEvent } from "./types.ts";

export interface Recorder {
  readonly session: string;
  /** Stores the event, then shows it. */
  emit(event: AgentEvent): Promise<void>;
  /** The same, in order, without waiting; a failure surfaces at the next `emit`. */
  later(event: AgentEvent): void;
}

/** Events of a session in the order of the calls: on disk before anyone sees them. */
export function recordEvents(
  store: Store,
  session: string,
  onEvent: ((event: AgentEvent) => void) | undefined,
  ctx: Context,
): Recorder {
  let tail: Promise<void> = Promise.resolve();
  const emit = (event: AgentEvent): Promise<void> => {
    tail = tail.then(async () => {
      await store.sessions.append(session, event.type, event, ctx);
      onEvent?.(event);
    });
    return tail;
  };
  return {
    session,
    emit,
    later: (event) => {
      emit(event).catch((error: unknown) => ctx.log.error("event not stored", { error }));
    },
  };
}
