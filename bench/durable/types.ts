/** What one process of `measure.ts` found. */
export interface Measured {
  /** Import of the SDK, opening and launch. */
  startMs: number;
  /** One workflow of 20 steps by itself, start to result, median. */
  aloneMs: number;
  stepsPerS: number;
  /** Of the processor, all threads. */
  cpuMsPerStep: number;
  /** Resident memory above the bare process: with the engine open, and after the work (garbage that nobody collected yet included). */
  openedBytes: number;
  workedBytes: number;
}

export interface Recovered {
  /** From the start of the engine to the last result. */
  recoverMs: number;
  recovered: number;
}

export interface Seen {
  /** From a signal that is sent to the step behind the wait, median. */
  wakeMs: number;
  /** A parent with 200 children through a queue that lets 50 run at once, from its start to its result. */
  fanOutMs: number;
}
