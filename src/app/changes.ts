export type ChangeType =
  | "accounts"
  | "sessions"
  | "approvals"
  | "jobs"
  | "models"
  | "memory"
  | "settings"
  | "devices"
  | "effects"
  | "stop"
  | "schedules"
  | "runs"
  | "items"
  | "accounts"
  | "briefings";

/** That something changed, and of what; not what it is now. */
export interface HomeChange {
  type: ChangeType;
  id: string | null;
}

/** Tells those who show something that it changed. Nothing is kept: who comes later asks for all of it anyway. */
export interface Changes {
  tell(type: ChangeType, id?: string | null): void;
  /** From now on, each once; the same change twice before it is taken is one. Ends when `signal` fires. */
  listen(signal: AbortSignal): AsyncIterable<HomeChange>;
}

export function createChanges(): Changes {
  const listeners = new Set<(change: HomeChange) => void>();
  return {
    tell(type, id = null) {
      for (const listener of listeners) listener({ type, id });
    },
    async *listen(signal) {
      const waiting = new Map<string, HomeChange>();
      let awake = Promise.withResolvers<void>();
      const wake = (): void => awake.resolve();
      const listener = (change: HomeChange): void => {
        // Who takes nothing for long hears the type alone: the number of things is not bounded.
        const held = waiting.size < MOST ? change : { ...change, id: null };
        waiting.set(`${held.type} ${held.id ?? ""}`, held);
        wake();
      };
      listeners.add(listener);
      signal.addEventListener("abort", wake, { once: true });
      try {
        while (!signal.aborted) {
          const taken = [...waiting.values()];
          waiting.clear();
          awake = Promise.withResolvers<void>();
          yield* taken;
          if (waiting.size === 0 && !signal.aborted) await awake.promise;
        }
      } finally {
        listeners.delete(listener);
        signal.removeEventListener("abort", wake);
      }
    },
  };
}

const MOST = 100;
