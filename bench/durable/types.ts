/** What one process of `measure.ts` found. */
export interface Measured {
  /** Import of the SDK, opening and launch. */
  startMs: number;
  /** One workflow of 20 steps by itself, start to result, median. */
  aloneMs: number;
  stepsPerS: number;
  /** Of the processor, all threads. */
  cpuMsPerStep: number;
  /** Resident memory above the bare process, at the end. */
  addedBytes: number;
}

export interface Recovered {
  /** From the start of the engine to the last result. */
  recoverMs: number;
  recovered: number;
}
