import type { Sessions } from "../../store/index.ts";
import type { Heard } from "./types.ts";

type Live = Extract<Heard, { kind: "live" }>;

export interface Followers {
  /** Something was stored for this session. */
  stored(session: string): void;
  /** Something may have been stored for any session. */
  storedAny(): void;
  live(session: string, event: Live["event"]): void;
  follow(sessions: Sessions, session: string, after: number, signal: AbortSignal): AsyncIterable<Heard>;
}

/** Of what is only true for the moment, a slow follower hears the newest. */
const LIVE_KEPT = 32;

/** Wakes those who follow a session; what they hear they read from the store, so nobody misses or hears anything twice. */
export function createFollowers(): Followers {
  const waiting = new Map<string, Set<Follower>>();
  return {
    stored(session) {
      for (const follower of waiting.get(session) ?? []) follower.wake();
    },
    storedAny() {
      for (const followers of waiting.values()) for (const follower of followers) follower.wake();
    },
    live(session, event) {
      for (const follower of waiting.get(session) ?? []) follower.tell({ kind: "live", event });
    },
    async *follow(sessions, session, after, signal) {
      const follower = createFollower(signal);
      const beside = waiting.get(session) ?? new Set();
      waiting.set(session, beside.add(follower));
      let seen = after;
      try {
        while (!signal.aborted) {
          follower.rest();
          for await (const event of sessions.allEvents(session, seen)) {
            seen = event.seq;
            yield { kind: "event", event };
          }
          yield* follower.taken();
          await follower.woken();
        }
      } finally {
        follower.leave();
        beside.delete(follower);
        if (beside.size === 0) waiting.delete(session);
      }
    },
  };
}

interface Follower {
  wake(): void;
  tell(live: Live): void;
  /** From here on a wake counts. */
  rest(): void;
  taken(): Live[];
  woken(): Promise<void>;
  leave(): void;
}

function createFollower(signal: AbortSignal): Follower {
  let live: Live[] = [];
  let awake = Promise.withResolvers<void>();
  const wake = (): void => awake.resolve();
  signal.addEventListener("abort", wake, { once: true });
  return {
    wake,
    tell(event) {
      live = [...live, event].slice(-LIVE_KEPT);
      wake();
    },
    rest() {
      if (!signal.aborted) awake = Promise.withResolvers<void>();
    },
    taken() {
      const all = live;
      live = [];
      return all;
    },
    woken: () => awake.promise,
    leave: () => signal.removeEventListener("abort", wake),
  };
}
