import type { NamedPull, PullOptions } from "../../../../src/models/install/index.ts";
import type { PullLimits } from "../../../../src/models/install/types.ts";
import { createBytes } from "../support.ts";
import { createTinyModel, createTinyParts, partName } from "../tinyModels.ts";
import type { Fault, RequestKind, ServedModels } from "../modelServer.ts";

export interface Job {
  request: NamedPull;
  options: Pick<PullOptions, "home" | "env"> & { limits: PullLimits };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Short waits, small pieces, several connections: many things happen in little time. */
export const HASTY: PullLimits = {
  probeMs: 4000,
  stallMs: 200,
  retryMs: 5,
  tries: 4,
  checkpointBytes: 96 * 1024,
  connections: 4,
  rangeBytes: 192 * 1024,
  parallelFromBytes: 512 * 1024,
};

/** What is served, what the name of it is, and what must come out. */
export interface Scene {
  name: string;
  served: ServedModels;
  /** The same names with other bytes: what a liar sends. */
  lies: ServedModels;
  /** The files of the model, in order. */
  truth: Buffer[];
  /** The file by which the model sees pictures; some have one. */
  projector: Buffer | null;
}

const REPO = "firm/Torture-GGUF";

export function createScene(seed: number, random: () => number): Scene {
  const bytes = 50_000 + Math.floor(random() * 1_500_000);
  const kind = random();
  if (kind < 0.3) {
    const parts = createTinyParts(3, Math.ceil(bytes / 3), seed);
    const files = Object.fromEntries(parts.map((part, at) => [partName("Torture-Q4_K_M", at, 3), part]));
    return {
      name: `hf:${REPO}`,
      served: { hub: { [REPO]: { files } } },
      lies: lieAbout(files),
      truth: parts,
      projector: null,
    };
  }
  const weights = createTinyModel(bytes, seed);
  if (kind < 0.6) {
    const projector = random() < 0.4 ? createTinyModel(40_000, seed + 1) : null;
    const eyes = projector ? { "mmproj-F16.gguf": projector } : {};
    const files = { "Torture-Q4_K_M.gguf": weights, ...eyes };
    return {
      name: `hf:${REPO}`,
      served: { hub: { [REPO]: { files } } },
      lies: lieAbout(files),
      truth: [weights],
      projector,
    };
  }
  const layers: [string, Buffer][] = [
    ["model", weights],
    ["template", Buffer.from("{{ .Prompt }}")],
    ["license", Buffer.from("MIT License")],
  ];
  const served = { ollama: { "library/torture:1b": { layers } } };
  return { name: "ollama:torture:1b", served, lies: served, truth: [weights], projector: null };
}

/** The list of files is the truth, their bytes are not. */
function lieAbout(files: Record<string, Buffer>): ServedModels {
  return {
    hub: { [REPO]: { files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, spoil(bytes)])) } },
  };
}

function spoil(bytes: Buffer): Buffer {
  const spoilt = Buffer.from(bytes);
  const noise = createBytes(64, bytes.length);
  noise.copy(spoilt, Math.max(0, Math.floor(spoilt.length * 0.6) - 64));
  return spoilt;
}

/** What goes wrong with which answer, by a seed; about every second answer of a bad server. */
export function createFaults(random: () => number, rate: number): (kind: RequestKind, path: string) => Fault | null {
  return (kind) => {
    if (random() > (kind === "bytes" ? rate : rate / 3)) return null;
    const at = Math.floor(random() * 400_000);
    const faults: Fault[] = [
      { kind: "status", status: 429, headers: { "retry-after": "0" } },
      { kind: "status", status: 500 + Math.floor(random() * 4) },
      { kind: "status", status: 404 },
      { kind: "cut", after: at },
      { kind: "stall", after: at },
      { kind: "short", after: at },
      { kind: "wrongByte", at },
      { kind: "noRange" },
      { kind: "shifted", by: 1 + (at % 1000), honest: true },
      { kind: "shifted", by: 1 + (at % 1000), honest: false },
      { kind: "wrongSize", by: 1 + (at % 100) },
      { kind: "html" },
    ];
    return faults[Math.floor(random() * faults.length)] ?? null;
  };
}
