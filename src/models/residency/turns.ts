import { AppError } from "../../core/index.ts";
import { inOrder, type Waiting } from "./line.ts";
import type { Priority } from "./types.ts";

/** Lets as many in at once as there are places, in the order of `line.ts`. */
export interface Turns {
  /**
   * Resolves with the function that leaves. Who is inside already lets further ones of its own in, for an engine answers
   * several requests in one go, as long as nobody else is next. The signal gives up waiting (E_CANCELLED) and, once inside, the place too.
   */
  enter(who: string, priority: Priority, signal: AbortSignal): Promise<() => void>;
  readonly waiting: number;
}

/**
 * Threads of llama.cpp wait for each other in busy loops: two models that decode side by side on few cores slow each other
 * down many times over. So one at a time, and a second only where each of them still has `CORES_EACH` cores.
 */
export const toPlaces = (cores: number): number => Math.max(1, Math.floor(cores / CORES_EACH));
const CORES_EACH = 8;

interface Visitor extends Waiting {
  who: string;
  admit(): void;
}

/** Requests of one model that are inside at once; an engine answers at most so many side by side. */
const SIDE_BY_SIDE = 8;

export function createTurns(places: number): Turns {
  const waiting = new Set<Visitor>();
  const inside = new Map<string, number>();
  let seq = 0;

  const admitNext = (): void => {
    const [next] = inOrder(waiting);
    if (next === undefined) return;
    const own = inside.get(next.who) ?? 0;
    if (own === 0 ? inside.size >= places : own >= SIDE_BY_SIDE) return;
    waiting.delete(next);
    for (const other of waiting) if (other.seq < next.seq) other.passed += 1;
    inside.set(next.who, own + 1);
    next.admit();
    admitNext();
  };

  return {
    enter(who, priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(toCancelled());
        let isLeft = false;
        const leave = (): void => {
          if (isLeft) return;
          isLeft = true;
          signal.removeEventListener("abort", leave);
          const left = (inside.get(who) ?? 1) - 1;
          if (left === 0) inside.delete(who);
          else inside.set(who, left);
          admitNext();
        };
        const giveUp = (): void => {
          waiting.delete(visitor);
          reject(toCancelled());
          admitNext(); // it may have kept others from joining their own
        };
        const visitor: Visitor = {
          who,
          priority,
          seq: (seq += 1),
          passed: 0,
          admit: () => {
            signal.removeEventListener("abort", giveUp);
            signal.addEventListener("abort", leave, { once: true });
            resolve(leave);
          },
        };
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.add(visitor);
        admitNext();
      });
    },
    get waiting() {
      return waiting.size;
    },
  };
}

const toCancelled = (): AppError => new AppError("E_CANCELLED", "The work was cancelled.");
