/** What goes wrong at a peer. `before`: nothing happens there; `after`: it happens, and whoever asked does not hear of it. */
export type Fault = "none" | "busy" | "errorBefore" | "errorAfter" | "cutBefore" | "cutAfter" | "silentAfter" | "slow";

const FAULTS: readonly Fault[] = ["busy", "errorBefore", "errorAfter", "cutBefore", "cutAfter", "silentAfter", "slow"];

/** The same faults for the same seed; `share` of the requests meet one, 0 to 1. */
export function createFaults(seed: number, share: number): () => Fault {
  let state = seed >>> 0;
  // mulberry32 by Tommy Ettinger, public domain
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (next() < share ? FAULTS[Math.floor(next() * FAULTS.length)]! : "none");
}
