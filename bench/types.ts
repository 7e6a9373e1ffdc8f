import type { Context } from "../src/core/index.ts";

/** One measured number. With `n` above 1 the value is the median of n measurements. */
export interface Figure {
  /** Begins with the bench: "start: --help". */
  name: string;
  value: number;
  /** "ms", "s", "MB" (10^6 bytes), "tokens/s", "tokens", "ratio", "bytes", "tools". */
  unit: string;
  n: number;
  /** What Kralle promises; a larger value makes the bench fail. */
  atMost?: number;
  /** The same for a value that must not be smaller. */
  atLeast?: number;
}

export interface Machine {
  cpu: string;
  /** Logical cores that this process may use. */
  cores: number;
  ramBytes: number;
  platform: string;
  node: string;
  /** Of the last 1, 5 and 15 minutes, when the bench began; zeros where the system has none. */
  load: number[];
}

export interface UsedModel {
  id: string;
  /** First 12 digits of the weights' SHA-256. */
  digest: string;
}

export interface Report {
  bench: string;
  /** ISO date. */
  date: string;
  machine: Machine;
  models: UsedModel[];
  figures: Figure[];
}

/** What a bench is handed. */
export interface Bench {
  ctx: Context;
  /** A folder of this run alone; removed at its end. */
  scratch: string;
  /** Says what is going on, or what a figure does not cover; for people. */
  note(text: string): void;
  /** Tells the report which weights were used. */
  used(model: UsedModel): void;
}

/** Measures; bounded in time by itself. Throws AppError when what it measures does not work. */
export type BenchRun = (bench: Bench) => Promise<Figure[]>;
