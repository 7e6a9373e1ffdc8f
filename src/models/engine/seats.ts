import type { LlamaContext, LlamaSequence, LlamaToken } from "./binding.ts";
import { createGroup, type GroupOptions } from "./group.ts";

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
  /** Of that state only the first so many tokens can come again in a prompt; null all of them. */
  lasting: number | null;
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
  /** Does something with each sequence that nobody uses and that holds a conversation; meanwhile nobody gets it. */
  tend(work: (seat: Seat) => Promise<void>): Promise<void>;
  /** Bytes of the second context, as far as they are known. */
  readonly groupBytes: number;
}

export interface SeatsOptions extends Omit<GroupOptions, "toSeat"> {
  main: { context: LlamaContext; window: number };
  idleMs: number;
}

interface Guest {
  need: number;
  tokens: readonly LlamaToken[];
  isGone(): boolean;
  admit(seat: Seat | null): void;
}

export function createSeats(options: SeatsOptions): Seats {
  const { main } = options;
  const mainSeat = toSeat(main.context, main.window, 1);
  // States of such models cannot be taken from one context to another.
  const canGroup = options.parallel > 1 && !mainSeat.sequence.needsCheckpoints;
  const taken = new Set<Seat>();
  const waiting: Guest[] = [];
  const group = createGroup({ ...options, toSeat });
  let isBuilding = false;
  let idle: NodeJS.Timeout | undefined;

  const isFree = (seat: Seat): boolean => !taken.has(seat);
  const isInUse = (): boolean => group.seats.some((seat) => !isFree(seat));
  const list = (): Seat[] => [mainSeat, ...group.seats];
  const findSeat = (guest: Guest): Seat | undefined =>
    list()
      .filter((seat) => isFree(seat) && seat.window >= guest.need)
      .toSorted((a, b) => countSame(b, guest.tokens) - countSame(a, guest.tokens))[0];

  const admit = (): void => {
    for (const guest of waiting.slice()) {
      const isGone = guest.isGone();
      const seat = isGone ? undefined : findSeat(guest);
      if (!isGone && seat === undefined) continue;
      waiting.splice(waiting.indexOf(guest), 1);
      if (seat !== undefined) taken.add(seat);
      guest.admit(seat ?? null);
    }
    if (isInUse()) clearTimeout(idle);
  };
  const look = (): void => {
    admit();
    if (!canGroup || waiting.length === 0 || isBuilding || isInUse()) return;
    isBuilding = true;
    // A little later, so that requests of one moment are counted together.
    setImmediate(() => {
      const built = isInUse() ? Promise.resolve() : group.build(waiting.map(({ need }) => need));
      void built.finally(() => {
        isBuilding = false;
        admit(); // what could not be made is tried again with the next who comes or goes, not at once
        watchIdle();
      });
    });
  };

  const watchIdle = (): void => {
    clearTimeout(idle);
    if (group.seats.length === 0 || isInUse()) return;
    idle = setTimeout(() => {
      if (!isInUse() && !isBuilding) void group.disband();
    }, options.idleMs);
    idle.unref();
  };
  const leave = (seat: Seat): void => {
    taken.delete(seat);
    look();
    if (seat !== mainSeat) watchIdle();
  };

  return {
    take: (need, tokens, isGone) =>
      new Promise((resolve) => {
        waiting.push({ need, tokens, isGone, admit: resolve });
        look();
      }),
    leave,
    look,
    async tend(work) {
      for (const seat of list()) {
        if (!isFree(seat) || seat.conversation === null || !list().includes(seat)) continue;
        taken.add(seat);
        try {
          await work(seat);
        } finally {
          leave(seat);
        }
      }
    },
    get groupBytes() {
      return group.bytes;
    },
  };
}

const toSeat = (context: LlamaContext, window: number, sequences: number): Seat => {
  return { context, window, sequences, sequence: context.getSequence(), conversation: null, lasting: null };
};

/** Length of the beginning that a sequence has in common with a prompt. */
export function countSame({ sequence }: Pick<Seat, "sequence">, tokens: readonly LlamaToken[]): number {
  const present = sequence.contextTokens;
  const most = Math.min(present.length, tokens.length);
  let same = 0;
  while (same < most && present[same] === tokens[same]) same += 1;
  return same;
}
