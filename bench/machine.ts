import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import type { Machine } from "./types.ts";

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    ramBytes: totalmem(),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    load: loadavg(),
  };
}
