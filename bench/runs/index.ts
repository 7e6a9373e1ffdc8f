import type { BenchRun } from "../types.ts";
import { benchModel } from "./model.ts";
import { benchStart } from "./start.ts";

/** All benches by name, in the order in which they run. */
export const BENCHES: Readonly<Record<string, BenchRun>> = {
  start: benchStart,
  model: benchModel,
};
