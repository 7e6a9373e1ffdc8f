import type { LlamaContext, LlamaSequence, LlamaToken } from "./binding.ts";

/** A sequence of a context, for one request at a time; what the last one left in it stays until it is needed. */
export interface Seat {
  readonly context: LlamaContext;
  readonly sequence: LlamaSequence;
  /** Tokens that fit. */
  readonly window: number;
  /** Of its context. */
  readonly sequences: number;
  /** The conversation whose state is here and nowhere else yet. */
  conversation: string | null;
}

/**
 * Where requests are evaluated. The main context has one sequence with the whole window of the model. When requests wait
 * beside it, a second context is made for just as many and as long ones as wait, and returned when nobody has used it
 * for a while: memory for side-by-side work is taken only where there is such work.
 */
export interface Seats {
  /** Resolves in the order of the calls with a seat that has room for `need` tokens; null once `isGone` says so. */
  take(need: number, tokens: readonly LlamaToken[], isGone: () => boolean): Promise<Seat | null>;
  leave(seat: Seat): void;
  /** Requests that wait are looked at again: one of them may be gone. */
  look(): void;
  /** Nobody sits here now. */
  free(): Seat[];
}

export interface SeatsOptions {
  main: { context: LlamaContext; window: number };
  /** Requests that may be answered side by side, at least 1. */
  parallel: number;
  /** Of one token in a context. */
  tokenBytes: number;
  /** For the second context, now. */
  spareBytes(): number;
  createContext(sequences: number, window: number): Promise<LlamaContext>;
  idleMs: number;
  /** Called for each sequence of the second context before it goes. */
  keep(seat: Seat): Promise<void>;
  warn(message: string): void;
}

interface Guest {
  need: number;
  tokens: readonly LlamaToken[];
  isGone(): boolean;
  admit(seat: Seat | null): void;
}

interface Group {
  context: LlamaContext;
  seats: Seat[];
}

const STEP = 256;
/** A second context has at least so many sequences: those who come a little later find a place. */
const LEAST_SEATS = 2;

export function createSeats(options: SeatsOptions): Seats {
  const { main } = options;
  const mainSeat: Seat = { ...main, sequences: 1, sequence: main.context.getSequence(), conversation: null };
  // States of such models cannot be taken from one context to another.
  const canGroup = options.parallel > 1 && !mainSeat.sequence.needsCheckpoints;
  const taken = new Set<Seat>();
  const waiting: Guest[] = [];
  let group: Group | null = null;
  let isBuilding = false;
  let isBarren = false;
  let idle: NodeJS.Timeout | undefined;

  const isFree = (seat: Seat): boolean => !taken.has(seat);
  const findSeat = (guest: Guest): Seat | undefined =>
    [mainSeat, ...(group?.seats ?? [])]
      .filter((seat) => isFree(seat) && seat.window >= guest.need)
      .toSorted((a, b) => countSame(b, guest.tokens) - countSame(a, guest.tokens))[0];

  const look = (): void => {
    for (const guest of waiting.slice()) {
      const isGone = guest.isGone();
      const seat = isGone ? undefined : findSeat(guest);
      if (!isGone && seat === undefined) continue;
      waiting.splice(waiting.indexOf(guest), 1);
      if (seat !== undefined) taken.add(seat);
      guest.admit(seat ?? null);
    }
    const canBuild = canGroup && !isBuilding && !isBarren && waiting.length > 0;
    if (!canBuild || group?.seats.some((seat) => !isFree(seat))) return;
    isBuilding = true;
    // A little later, so that requests of one moment are counted together.
    setImmediate(() => {
      void build().finally(() => {
        isBuilding = false;
        look();
      });
    });
  };

  const build = async (): Promise<void> => {
    const size = toGroup(waiting, options);
    if (size === null || group?.seats.some((seat) => !isFree(seat))) return;
    await disband();
    try {
      const context = await options.createContext(size.seats, size.window);
      const window = Math.min(size.window, context.contextSize);
      const sequences = size.seats;
      const toSeat = (): Seat => ({ context, window, sequences, sequence: context.getSequence(), conversation: null });
      group = { context, seats: Array.from({ length: sequences }, toSeat) };
    } catch (error) {
      isBarren = true; // one after another is slower, but works
      options.warn(`No memory for requests side by side: ${String(error)}`);
    }
  };

  const disband = async (): Promise<void> => {
    const old = group;
    group = null;
    for (const seat of old?.seats ?? []) await options.keep(seat);
    await old?.context.dispose();
  };

  return {
    take: (need, tokens, isGone) =>
      new Promise((resolve) => {
        clearTimeout(idle);
        waiting.push({ need, tokens, isGone, admit: resolve });
        look();
      }),
    leave(seat) {
      taken.delete(seat);
      look();
      if (taken.size > 0 || group === null) return;
      clearTimeout(idle);
      idle = setTimeout(() => void (taken.size === 0 && disband()), options.idleMs);
      idle.unref();
    },
    look,
    free: () => [mainSeat, ...(group?.seats ?? [])].filter(isFree),
  };
}

/** As many sequences as wait, wide enough for the longest, as far as the memory goes: rather fewer guests than none. */
function toGroup(waiting: readonly Guest[], options: SeatsOptions): { seats: number; window: number } | null {
  const needs = waiting.map(({ need }) => need).toSorted((a, b) => a - b);
  const spare = options.spareBytes();
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

/** Length of the beginning that a sequence has in common with a prompt. */
export function countSame({ sequence }: Pick<Seat, "sequence">, tokens: readonly LlamaToken[]): number {
  const present = sequence.contextTokens;
  const most = Math.min(present.length, tokens.length);
  let same = 0;
  while (same < most && present[same] === tokens[same]) same += 1;
  return same;
}
