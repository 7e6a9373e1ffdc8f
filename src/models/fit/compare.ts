import { listCatalogue, type CatalogueModel } from "../catalogue/index.ts";
import { toCardKey, toDevice } from "./accelerators.ts";
import { hardwareFacts, speedFacts, type Measurement } from "./data.ts";
import { assumedMemory } from "./fromHardware.ts";
import { weightsOf } from "./memory.ts";
import { decodeSeconds } from "./speed.ts";
import type { Device, FitMachine } from "./types.ts";

/** One published measurement beside what is predicted without having seen that device. */
export interface Comparison {
  device: string;
  model: string;
  /** As published: a number, or a range. */
  published: string;
  /** Tokens per second: the number, the middle of a range, or the bound of "20+". */
  measured: number;
  predicted: number;
  /** (predicted - measured) / measured. */
  error: number;
  /** Nothing of this device went into any constant; false: it lay in the data from which the defaults were chosen. */
  independent: boolean;
  source: string;
}

export interface CompareReport {
  comparisons: Comparison[];
  /** Of the absolute errors of all, and of the independent ones alone. */
  median: number;
  worst: number;
  independentMedian: number;
  /** Published points that no prediction can be made for, with the reason. */
  left: { device: string; model: string; reason: Gap }[];
}

/** What no prediction can be made without: a known model, a known device, a figure. */
type Gap = "model" | "device" | "figure";

/** Tokens of context at which those who measured did so. */
const DEPTH = 128;
/** What the usual server sets aside on a card of less than 24 GiB, where a model spills. */
const CONTEXT = 4096;

/**
 * Predictions beside published measurements of decoding. What was fitted to a device is not used for it: every card counts
 * as one of its class, so the errors are those that a person with an unmeasured machine meets. A model lies on the card
 * unless the measurement says that it spilled.
 */
export function comparePublished(): CompareReport {
  const left: CompareReport["left"] = [];
  const published = [...hardwareFacts().measurements, ...speedFacts().measurements];
  const comparisons = published.flatMap((point) => {
    const compared = compareOne(point);
    if (typeof compared !== "string") return [compared];
    left.push({ device: point.device, model: point.model, reason: compared });
    return [];
  });
  const errors = (all: readonly Comparison[]): number[] => all.map(({ error }) => Math.abs(error));
  const all = errors(comparisons);
  return {
    comparisons,
    median: medianOf(all),
    worst: Math.max(0, ...all),
    independentMedian: medianOf(errors(comparisons.filter(({ independent }) => independent))),
    left,
  };
}

function compareOne(point: Measurement): Comparison | Gap {
  const model = modelOf(point.model);
  const machine = machineOf(point.device);
  const measured = toNumber(point.tok_s);
  if (!model) return "model";
  if (!machine) return "device";
  if (measured === null) return "figure";
  const weightsBytes = weightsOf(model, "Q4_K_M");
  const runsOn = machine.devices.length === 0 ? "cpu" : /\bspills\b/.test(point.model) ? "both" : "gpu";
  const place = { weightsBytes, contextTokens: CONTEXT, cache: "f16", runsOn } as const;
  const predicted = 1 / decodeSeconds(model, machine, place, DEPTH);
  const error = (predicted - measured) / measured;
  const { device, source } = point;
  const independent = !hardwareFacts().calibration.some((fitted) => toCardKey(fitted.device) === toCardKey(device));
  return { device, model: model.id, published: String(point.tok_s), measured, predicted, error, independent, source };
}

/** "gpt-oss-20b (66-77)" is gpt-oss-20b; "8B q4" is any dense model of that size. */
function modelOf(name: string): CatalogueModel | null {
  const id = name.replace(/ \(.*\)$/, "");
  const known = listCatalogue().find((model) => model.id === id);
  const billions = /^(\d+)B q4$/i.exec(id)?.[1];
  if (known || billions === undefined) return known ?? null;
  const parameters = Number(billions) * 1e9;
  const like = listCatalogue().find((model) => model.id === "llama3.1-8b");
  const bytes = parameters * hardwareFacts().model.defaults.bytes_per_weight_q4_k_m;
  if (!like) return null;
  return { ...like, id: name, parametersTotal: parameters, parametersActive: parameters, sizes: { Q4_K_M: bytes } };
}

/** A machine with this device, counted as one of its class; main memory of a card's machine as it is assumed of any. */
function machineOf(name: string): FitMachine | null {
  const memory = { totalBytes: 64e9, freeBytes: null, ...assumedMemory() };
  const base = { described: name, memory, cores: 8, vector: "avx2", assumptions: [] } as const;
  const ram = /\b((?:LP)?DDR[45]X?-\d{4})\b/.exec(name)?.[1];
  if (ram !== undefined) {
    const entry = hardwareFacts().cpu_memory.find((known) => known.name === `${ram} dual channel`);
    if (!entry) return null;
    const { efficiency } = hardwareFacts().model.defaults.cpu_ram;
    const table = { bytesPerSecond: entry.bandwidth_gbs * 1e9, efficiency, basis: "table", name: entry.name } as const;
    return { ...base, devices: [], memory: { ...memory, ...table }, assumptions: [] };
  }
  const entry = hardwareFacts().accelerators.find((known) => toCardKey(known.name).startsWith(toCardKey(name)));
  if (!entry) return null;
  const exact = hardwareFacts().accelerators.find((known) => toCardKey(known.name) === toCardKey(name)) ?? entry;
  const memoryBytes = (exact.memory_gb ?? 128) * 1024 ** 3;
  const unified = exact.kind === "unified";
  const { device } = toDevice({ name: exact.name, memoryBytes, freeBytes: null, unified });
  return { ...base, devices: [{ ...device, ...classOf(unified) }], assumptions: [] };
}

function classOf(unified: boolean): Pick<Device, "efficiency" | "fixedSeconds" | "basis"> {
  const { apple_unified: shared, gpu_vram: vram } = hardwareFacts().model.defaults;
  const { efficiency, fixed_ms: fixedMs } = unified ? shared : vram;
  return { efficiency, fixedSeconds: fixedMs / 1000, basis: "class" };
}

function toNumber(figure: number | string): number | null {
  if (typeof figure === "number") return figure;
  const range = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?)|\+)$/.exec(figure);
  if (!range) return null;
  const low = Number(range[1]);
  return range[2] === undefined ? low : (low + Number(range[2])) / 2;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
