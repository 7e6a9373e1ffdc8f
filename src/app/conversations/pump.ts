import { AppError, type Context } from "../../core/index.ts";
import type { Message, Store } from "../../store/index.ts";

/** Keeps sessions going: one message at a time in each, all sessions beside each other. */
export interface Pump {
  /** Something may be waiting in this session. */
  start(session: string): void;
  isAtWork(message: Message): boolean;
  /** When the message is no longer at work. */
  ended(message: Message): Promise<void>;
  running(): number;
  /** Begins nothing any more, and waits for what runs, at most this long. */
  drain(ms: number): Promise<void>;
}

interface Going {
  /** Asked to look once more, since the last look. */
  again: boolean;
  message: string | null;
  done: Promise<void>;
}

const POLL_MS = 10;
/** Messages at work at once. What computes is bounded by the engines; this bounds what stands in memory around it. */
const MOST = 64;

/** `work` resolves when the message has its answer, or when the process ends. The order is that of the store's table. */
export function createPump(store: Store, work: (message: Message) => Promise<void>, ctx: Context): Pump {
  const sessions = new Map<string, Going>();
  const queue: (() => void)[] = [];
  let free = MOST;
  const ending = new AbortController();

  async function inTurn(message: Message): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      if (!ending.signal.aborted) await work(message);
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  }

  async function run(session: string, going: Going): Promise<void> {
    while (!ending.signal.aborted && going.again) {
      going.again = false;
      for (let message = await store.messages.next(session); message && !ending.signal.aborted;) {
        const ended = Promise.withResolvers<void>();
        going.message = message.id;
        going.done = ended.promise;
        await inTurn(message).finally(ended.resolve);
        going.message = null;
        const next: Message | null = await store.messages.next(session);
        if (next?.id === message.id && !ending.signal.aborted)
          throw new AppError("E_BUG", `${next.id} was left without an answer.`);
        message = next;
      }
    }
    sessions.delete(session); // at once with the last look: who comes after it finds nobody and begins anew
  }

  return {
    start(session) {
      const known = sessions.get(session);
      if (known) {
        known.again = true;
        return;
      }
      const going: Going = { again: true, message: null, done: Promise.resolve() };
      sessions.set(session, going);
      run(session, going).catch((error: unknown) => {
        sessions.delete(session);
        ctx.log.error("a session stopped", { session, error });
      });
    },
    isAtWork: ({ id, session }) => sessions.get(session)?.message === id,
    ended: ({ session }) => sessions.get(session)?.done ?? Promise.resolve(),
    running: () => [...sessions.values()].filter(({ message }) => message !== null).length,
    async drain(ms) {
      ending.abort();
      const until = ctx.clock.now() + ms;
      while (sessions.size > 0 && ctx.clock.now() < until) await ctx.clock.sleep(POLL_MS);
    },
  };
}
