import type { CommandFrame } from "../api/index.ts";
import { progressOf } from "../app/index.ts";
import type { Clock } from "../core/index.ts";

/** Frames of one call, in order; of figures that only tell how far something is, the newest, and not too often. */
export interface FrameQueue<Frame extends object = CommandFrame> extends AsyncIterable<Frame> {
  push(frame: Frame): void;
  /** The last one. */
  end(frame: Frame): void;
}

/** A person sees no more than this. */
const PACE_MS = 100;

export function createFrameQueue<Frame extends object = CommandFrame>(clock: Clock): FrameQueue<Frame> {
  const waiting: { frame: Frame; progress: string | null }[] = [];
  let isOver = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let awake = Promise.withResolvers<void>();

  function push(frame: Frame): void {
    const progress = "event" in frame ? progressOf(frame.event) : null;
    if (progress !== null && waiting.at(-1)?.progress === progress) {
      waiting[waiting.length - 1] = { frame, progress };
      return;
    }
    waiting.push({ frame, progress });
    awake.resolve();
  }

  /** Until something comes, at most this long. */
  async function rest(ms: number | null): Promise<void> {
    awake = Promise.withResolvers();
    if (ms === null) return awake.promise;
    const over = new AbortController();
    const slept = clock.sleep(ms, over.signal).catch(() => undefined); // woken before
    await Promise.race([awake.promise, slept]);
    over.abort();
  }

  return {
    push,
    end(frame) {
      push(frame);
      isOver = true;
      awake.resolve();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const [next] = waiting;
        if (!next) {
          if (isOver) return;
          await rest(null);
          continue;
        }
        const early = toldAt + PACE_MS - clock.now();
        if (next.progress !== null && waiting.length === 1 && early > 0) {
          await rest(Math.min(early, PACE_MS));
          if (waiting.length === 1 && toldAt + PACE_MS - clock.now() > 0) continue;
        }
        const told = waiting.shift();
        if (!told) continue;
        if (told.progress !== null) toldAt = clock.now();
        yield told.frame;
      }
    },
  };
}
