import { createLedger, type Ledger } from "./ledger.ts";
import { inOrder, mayBePassed, type Waiting } from "./line.ts";
import type { MemoryClaim, Priority } from "./types.ts";

/** What the shell has to do now. The machine has noted it as begun already. */
export type Effect =
  | { type: "load"; id: string }
  | { type: "close"; id: string }
  | { type: "grant"; ticket: number; id: string }
  | { type: "refuse"; ticket: number; id: string; figures: Figures };

/** Why a model cannot be had, as things stand. */
export interface Figures {
  neededBytes: number;
  budgetBytes: number;
  /** Held by pinned models, which nobody may end. */
  pinnedBytes: number;
}

interface Ticket extends Waiting {
  readonly ticket: number;
  readonly id: string;
  readonly claim: MemoryClaim;
}

type Told = "setBudget" | "setGpuBudget" | "loaded" | "release" | "closed" | "pin" | "unpin" | "measure";
type Asked = "budgetBytes" | "heldBytes" | "list" | "nextExpiry";

/**
 * Which models are in memory: decisions only, no I/O and no clock, so that every sequence of events can be tried.
 *
 * Rules:
 * - What is counted for loading, resident and closing models together never exceeds the budget by a decision of this
 *   machine. When a measurement or a smaller budget makes it too much, unused models go and nothing is loaded until it
 *   fits again.
 * - A model that is used or pinned is never ended. Otherwise the least recently used goes first, and only as many as are
 *   needed.
 * - Memory of graphics cards is wanted, not needed: unused models that hold it go for one that comes, and what is free then is
 *   counted for it. Nobody waits for those who use theirs, and nobody is refused for it: the engine puts less on the card.
 * - One load at a time; a model that loads or is loaded is never loaded a second time.
 * - Who waits is served in the order of `line.ts`. A model that is there may be used past somebody who waits for memory,
 *   but not more than `MOST_PASSES` times: nobody waits for ever as long as users release.
 * - Whoever cannot be served as things stand is refused with the figures. A holder must not wait for a second model.
 */
export interface ResidencyState extends Pick<Ledger, Told | Asked> {
  acquire(ticket: number, id: string, claim: MemoryClaim, priority: Priority): void;
  /** Gives up waiting. */
  cancel(ticket: number): void;
  /** The load failed. Returns the tickets that waited for it; they are no longer in line. */
  failed(id: string): number[];
  /** Ends what was not used for its time to live. */
  expire(now: number): void;
  /** What follows from everything that happened since the last call. */
  decide(): Effect[];
}

export function createResidencyState(options: { budgetBytes: number; ttlMs: number | null }): ResidencyState {
  const ledger = createLedger(options.ttlMs);
  const tickets = new Map<number, Ticket>();
  let seq = 0;
  let effects: Effect[] = [];
  ledger.setBudget(options.budgetBytes);

  /** Neither there nor on its way: it waits for memory. */
  const isBlocked = ({ id }: Ticket): boolean => [null, "closing"].includes(ledger.stateOf(id));
  const close = (ids: string[]): void => void effects.push(...ids.map((id) => ({ type: "close" as const, id })));

  const grant = (ticket: Ticket): void => {
    const passed = [...tickets.values()].filter((other) => other.seq < ticket.seq && isBlocked(other));
    if (!passed.every(mayBePassed)) return;
    for (const other of passed) other.passed += 1;
    tickets.delete(ticket.ticket);
    ledger.use(ticket.id);
    effects.push({ type: "grant", ticket: ticket.ticket, id: ticket.id });
  };

  /**
   * The bytes to count with for a model that is not there. One that works with less than it would like gets all there is.
   * Null: refused, because it cannot be had as things stand.
   */
  const toClaim = ({ ticket, id, claim }: Ticket): number | null => {
    const [budgetBytes, pinnedBytes] = [ledger.budgetBytes(), ledger.pinnedBytes()];
    const most = budgetBytes - pinnedBytes;
    if (claim.bytes <= most) return claim.bytes;
    if (claim.leastBytes <= most) return most;
    tickets.delete(ticket);
    const neededBytes = Math.min(claim.bytes, claim.leastBytes);
    effects.push({ type: "refuse", ticket, id, figures: { neededBytes, budgetBytes, pinnedBytes } });
    return null;
  };

  /** Loads it when there is room and nothing else loads; makes room where ending unused models is enough. */
  const bring = (id: string, bytes: number, gpuBytes: number): void => {
    if (ledger.isLoading()) return;
    if (bytes <= ledger.budgetBytes() - ledger.heldBytes()) {
      const wanted = Math.min(gpuBytes, ledger.gpuBudgetBytes());
      close(ledger.makeGpuRoom(wanted));
      const { now, soon } = ledger.gpuFree();
      if (now < wanted && now < soon) return; // it is on its way
      ledger.begin(id, bytes, Math.min(wanted, Math.max(0, now)));
      effects.push({ type: "load", id });
    } else if (ledger.canMakeRoom(bytes)) close(ledger.makeRoom(bytes));
  };

  const serve = (): void => {
    let isHeadBlocked = false;
    for (const ticket of inOrder(tickets.values())) {
      if (ledger.stateOf(ticket.id) === "resident") grant(ticket);
      else if (isBlocked(ticket)) {
        const bytes = toClaim(ticket);
        if (bytes === null) continue;
        if (!isHeadBlocked && ledger.stateOf(ticket.id) === null) bring(ticket.id, bytes, ticket.claim.gpuBytes ?? 0);
        isHeadBlocked = true;
      }
    }
  };

  return {
    ...ledger,
    acquire: (ticket, id, claim, priority) =>
      void tickets.set(ticket, { ticket, id, claim, priority, seq: (seq += 1), passed: 0 }),
    cancel: (ticket) => void tickets.delete(ticket),
    failed(id) {
      if (!ledger.drop(id)) return [];
      const waiting = [...tickets.values()].filter((ticket) => ticket.id === id).map(({ ticket }) => ticket);
      for (const ticket of waiting) tickets.delete(ticket);
      return waiting;
    },
    expire: (now) => close(ledger.expire(now)),
    decide() {
      close(ledger.makeRoom(0));
      serve();
      const decided = effects;
      effects = [];
      return decided;
    },
  };
}
