import type { LlamaContext } from "./binding.ts";
import type { Seat } from "./seats.ts";

export interface GroupOptions {
  main: { window: number };
  /** Requests that may be answered side by side, at least 1. */
  parallel: number;
  /** Of one token in a context. */
  tokenBytes: number;
  /** For the second context, now. */
  spareBytes(): number;
  createContext(sequences: number, window: number): Promise<LlamaContext>;
  toSeat(context: LlamaContext, window: number, sequences: number): Seat;
  /** Called for each sequence of the second context before it goes. */
  keep(seat: Seat): Promise<void>;
  warn(message: string): void;
}

/** The second context. Nobody may sit there while it is built or disbanded; neither throws. */
export interface Group {
  readonly seats: readonly Seat[];
  readonly bytes: number;
  /** Takes the place of the last one; does nothing where the memory is too short for any of those who wait. */
  build(needs: readonly number[]): Promise<void>;
  disband(): Promise<void>;
}

const STEP = 256;
/** A second context has at least so many sequences: those who come a little later find a place. */
const LEAST_SEATS = 2;
/** After a second context could not be made, none is tried for so long. */
const BARREN_MS = 60_000;

export function createGroup(options: GroupOptions): Group {
  let context: LlamaContext | null = null;
  let seats: Seat[] = [];
  let bytes = 0;
  let barrenUntil = 0;

  const disband = async (): Promise<void> => {
    const [old, left] = [context, seats];
    context = null;
    seats = [];
    bytes = 0;
    try {
      for (const seat of left) await options.keep(seat);
      await old?.dispose();
    } catch (error) {
      options.warn(`A context was not given back: ${String(error)}`);
    }
  };

  return {
    get seats() {
      return seats;
    },
    get bytes() {
      return bytes;
    },
    async build(needs) {
      const size = performance.now() < barrenUntil ? null : toSize(needs, options, bytes);
      if (size === null) return;
      await disband();
      try {
        const made = await options.createContext(size.seats, size.window);
        const window = Math.min(size.window, made.contextSize);
        seats = Array.from({ length: size.seats }, () => options.toSeat(made, window, size.seats));
        bytes = size.seats * size.window * options.tokenBytes;
        context = made;
      } catch (error) {
        barrenUntil = performance.now() + BARREN_MS; // one after another is slower, but works
        options.warn(`No memory for requests side by side: ${String(error)}`);
      }
    },
    disband,
  };
}

/** As many sequences as wait, wide enough for the longest, as far as the memory goes: rather fewer guests than none. */
function toSize(
  waiting: readonly number[],
  options: GroupOptions,
  heldBytes: number,
): { seats: number; window: number } | null {
  const needs = waiting.toSorted((a, b) => a - b);
  const spare = options.spareBytes() + heldBytes; // the old one goes before the new one is made
  const most = options.parallel - 1;
  for (let count = Math.min(needs.length, most); count > 0; count -= 1) {
    const need = needs[count - 1] ?? 0;
    const window = Math.min(options.main.window, Math.ceil(need / STEP) * STEP);
    const fitting = Math.floor(spare / (window * options.tokenBytes));
    const seats = Math.min(most, Math.max(count, LEAST_SEATS), fitting);
    if (seats >= count) return { seats, window };
  }
  return null;
}
