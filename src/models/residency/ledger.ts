import type { ResidentModel, ResidentState } from "./types.ts";

interface Entry {
  id: string;
  state: ResidentState;
  bytes: number;
  isMeasured: boolean;
  gpuBytes: number;
  users: number;
  lastUsed: number;
}

/** Which models hold how much memory, and who may be ended for it. */
export interface Ledger {
  setBudget(bytes: number): void;
  budgetBytes(): number;
  heldBytes(): number;
  pinnedBytes(): number;
  stateOf(id: string): ResidentState | null;
  isLoading(): boolean;
  /** Reserves its memory. */
  begin(id: string, bytes: number, gpuBytes: number): void;
  loaded(id: string, now: number): void;
  /** Ends the reservation of a load that failed; false when it was not loading. */
  drop(id: string): boolean;
  use(id: string): void;
  release(id: string, now: number): void;
  closed(id: string): void;
  pin(id: string): void;
  unpin(id: string): void;
  /** Replaces the prediction; of several measurements the largest counts. */
  measure(id: string, bytes: number): void;
  /** Whether ending unused models is enough for so many free bytes. */
  canMakeRoom(bytes: number): boolean;
  /** Ends unused models, the longest unused first, until so many bytes are or will be free; says which. */
  makeRoom(bytes: number): string[];
  setGpuBudget(bytes: number): void;
  gpuBudgetBytes(): number;
  /** Of the graphics cards' memory: what is free now, and once everything that is closing is closed. */
  gpuFree(): { now: number; soon: number };
  /** Ends unused models that hold some of it, the longest unused first, until so much is free or they all go; says which. */
  makeGpuRoom(bytes: number): string[];
  /** Ends what was not used for its time to live; says what. */
  expire(now: number): string[];
  list(): ResidentModel[];
  /** ms UTC of the next end of a time to live. */
  nextExpiry(): number | null;
}

export function createLedger(ttlMs: number | null): Ledger {
  const entries = new Map<string, Entry>();
  const pins = new Set<string>();
  let budget = 0;

  const sum = (which: (entry: Entry) => boolean = () => true): number =>
    [...entries.values()].filter(which).reduce((total, { bytes }) => total + bytes, 0);
  const isPinned = ({ id }: Entry): boolean => pins.has(id);
  const isIdle = (entry: Entry): boolean => entry.state === "resident" && entry.users === 0 && !isPinned(entry);
  const longestUnused = (): Entry[] => [...entries.values()].filter(isIdle).toSorted((a, b) => a.lastUsed - b.lastUsed);
  /** Bytes that are free once everything that is closing is closed. */
  const coming = (): number => budget - sum(({ state }) => state !== "closing");
  const expiryOf = (entry: Entry): number | null => (ttlMs !== null && isIdle(entry) ? entry.lastUsed + ttlMs : null);
  const end = (entry: Entry): string => {
    entry.state = "closing";
    return entry.id;
  };

  return {
    setBudget: (bytes) => void (budget = bytes),
    budgetBytes: () => budget,
    heldBytes: () => sum(),
    pinnedBytes: () => sum((entry) => isPinned(entry) && entry.state !== "closing"),
    stateOf: (id) => entries.get(id)?.state ?? null,
    isLoading: () => [...entries.values()].some(({ state }) => state === "loading"),
    begin: (id, bytes, gpuBytes) =>
      void entries.set(id, { id, state: "loading", bytes, isMeasured: false, gpuBytes, users: 0, lastUsed: 0 }),
    loaded(id, now) {
      const entry = entries.get(id);
      if (entry?.state === "loading") Object.assign(entry, { state: "resident", lastUsed: now });
    },
    drop: (id) => entries.get(id)?.state === "loading" && entries.delete(id),
    use(id) {
      const entry = entries.get(id);
      if (entry !== undefined) entry.users += 1;
    },
    release(id, now) {
      const entry = entries.get(id);
      if (entry !== undefined && entry.users > 0) Object.assign(entry, { users: entry.users - 1, lastUsed: now });
    },
    closed(id) {
      if (entries.get(id)?.state === "closing") entries.delete(id);
    },
    pin: (id) => void pins.add(id),
    unpin: (id) => void pins.delete(id),
    measure(id, bytes) {
      const entry = entries.get(id);
      if (entry?.state !== "resident" || bytes <= 0) return;
      entry.bytes = entry.isMeasured ? Math.max(entry.bytes, bytes) : bytes;
      entry.isMeasured = true;
    },
    canMakeRoom: (bytes) => bytes <= coming() + sum(isIdle),
    makeRoom(bytes) {
      const ended: string[] = [];
      for (const entry of longestUnused()) {
        if (coming() < bytes) ended.push(end(entry));
      }
      return ended;
    },
    ...createCards(entries, longestUnused, end),
    expire: (now) =>
      [...entries.values()].filter((entry) => (expiryOf(entry) ?? Number.POSITIVE_INFINITY) <= now).map(end),
    list: () =>
      [...entries.values()].map((entry) => ({ ...entry, isPinned: isPinned(entry), expires: expiryOf(entry) })),
    nextExpiry() {
      const ends = [...entries.values()].map(expiryOf).filter((at) => at !== null);
      return ends.length === 0 ? null : Math.min(...ends);
    },
  };
}

type Cards = Pick<Ledger, "setGpuBudget" | "gpuBudgetBytes" | "gpuFree" | "makeGpuRoom">;

/** The graphics cards' own memory, of all cards together. */
function createCards(
  entries: ReadonlyMap<string, Entry>,
  longestUnused: () => Entry[],
  end: (entry: Entry) => string,
): Cards {
  let budget = 0;
  const gpuFree: Cards["gpuFree"] = () => {
    let [now, soon] = [budget, budget];
    for (const { gpuBytes, state } of entries.values()) {
      now -= gpuBytes;
      if (state !== "closing") soon -= gpuBytes;
    }
    return { now, soon };
  };
  return {
    setGpuBudget: (bytes) => void (budget = bytes),
    gpuBudgetBytes: () => budget,
    gpuFree,
    makeGpuRoom(bytes) {
      const ended: string[] = [];
      for (const entry of longestUnused()) {
        if (entry.gpuBytes > 0 && gpuFree().soon < bytes) ended.push(end(entry));
      }
      return ended;
    },
  };
}
