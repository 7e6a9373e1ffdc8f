import type { Clock } from "./clock.ts";
import type { Logger } from "./log.ts";

/**
 * The network as a capability. Nobody calls the global `fetch`; who needs the network is handed this. The egress broker
 * will implement it; until then `createNet` of `app/` passes through to the platform.
 */
export interface Net {
  fetch(input: string | URL, init?: RequestInit): Promise<Response>;
}

/** Handed to every function that does I/O. `signal` cancels; `clock` is the only source of time. */
export interface Context {
  signal: AbortSignal;
  clock: Clock;
  net: Net;
  log: Logger;
}

/**
 * What makes work resumable. `step(name, fn)` runs `fn` once and stores its result (JSON); when the same run is started
 * again, stored results are returned in order instead of running again. Contract: names must come in the same order on
 * every run (another name at the same place is E_BUG); a step that failed is not stored; the result is stored before
 * `step` resolves, so what a step returned has happened.
 */
export interface Steps {
  step<T>(name: string, fn: () => Promise<T> | T): Promise<T>;
}
