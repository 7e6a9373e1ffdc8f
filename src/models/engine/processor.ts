import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";

export interface Processor {
  /** Cores that one can use, hyper-threads not counted; at least 1. */
  cores: number;
  /** Threads for a model: one core is left for everything else, but on two, where the thread governor does that. */
  threads: number;
  /** Vector units in the names of the engine's system info: AVX2, AVX512, NEON … Empty where the system does not say. */
  vectorUnits: string[];
}

/** Names of /proc/cpuinfo and what llama.cpp calls the same unit. */
const UNITS: Record<string, string> = {
  avx2: "AVX2",
  fma: "FMA",
  f16c: "F16C",
  avx512f: "AVX512",
  asimd: "NEON",
  asimddp: "DOTPROD",
};

export async function readProcessor(): Promise<Processor> {
  const usable = Math.max(1, availableParallelism());
  const cores = process.platform === "win32" && usable > 3 ? Math.floor(usable / 2) : usable;
  const fallback = { cores, threads: toThreads(cores), vectorUnits: [] };
  if (process.platform !== "linux") return fallback;
  const text = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  return text === "" ? fallback : fromCpuInfo(text, usable);
}

/** Linux's list of processors; hyper-threads share `physical id` and `core id`. */
export function fromCpuInfo(text: string, usable: number): Processor {
  const places = new Set<string>();
  for (const block of text.split(/\n\s*\n/)) {
    const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
    if (core !== undefined) places.add(`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? ""}/${core}`);
  }
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1]?.split(/\s+/) ?? []);
  const vectorUnits = Object.entries(UNITS)
    .filter(([flag]) => flags.has(flag))
    .map(([, unit]) => unit);
  const cores = Math.max(1, places.size === 0 ? usable : Math.min(places.size, usable));
  return { cores, threads: toThreads(cores), vectorUnits };
}

/** Half of the speed is too much to give on two cores for work that may never come. */
const toThreads = (cores: number): number => (cores <= 2 ? cores : cores - 1);

/** Units that the processor has and the engine was built without: such an engine is many times slower. */
export function findMissingUnits(processor: Processor, systemInfo: string): string[] {
  return processor.vectorUnits.filter((unit) => !new RegExp(`\\b${unit} = 1`).test(systemInfo));
}
