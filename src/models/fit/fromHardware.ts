import type { Hardware } from "../hardware/index.ts";
import { toDevice } from "./accelerators.ts";
import { calibrateMemory } from "./calibrate.ts";
import { hardwareFacts, speedFacts } from "./data.ts";
import type { MeasuredSpeeds } from "./fitModel.ts";
import { cpuBandwidth } from "./speed.ts";
import type { Assumption, FitMachine, MainMemory, VectorUnits } from "./types.ts";

/**
 * The machine that was looked at. What was measured on it tells how fast its memory is, where it has no cards; else a table
 * or a cautious default does.
 */
export function fromHardware(hardware: Hardware, measured: MeasuredSpeeds = new Map()): FitMachine {
  const { cpu, gpus, ramTotal, ramFree, notes } = hardware;
  const assumptions: Assumption[] = [];
  const devices = gpus.map((gpu) => {
    const { device, guessed } = toDevice({
      name: gpu.name,
      memoryBytes: gpu.memoryBytes,
      freeBytes: gpu.memoryFree,
      unified: gpu.unified,
      cpuCores: cpu.physicalCores,
    });
    if (guessed !== null) assumptions.push({ code: guessed, value: gpu.name });
    return device;
  });
  for (const { code, detail } of notes) {
    if (code.startsWith("nvidia-")) assumptions.push({ code: "driver", value: detail });
  }
  const cores = Math.min(cpu.usableCores, cpu.physicalCores);
  const sizes = { totalBytes: ramTotal, freeBytes: ramFree };
  const board = speedFacts().boards.find(({ words }) => cpu.model.toLowerCase().includes(words));
  const memory = { ...sizes, ...(board ? boardMemory(board) : assumedMemory()) };
  const machine = { described: null, devices, memory, cores, vector: vectorOf(cpu.isa, hardware), assumptions };
  const seen = devices.length === 0 ? calibrateMemory(measured, cpuBandwidth(machine)) : null;
  if (seen !== null) return { ...machine, memory: { ...sizes, ...measuredMemory(seen) } };
  if (memory.basis === "assumed" && !devices.some(({ kind }) => kind === "unified")) {
    assumptions.push({ code: "memory-speed", value: memory.name ?? "" });
  }
  return machine;
}

export type MemorySpeed = Pick<MainMemory, "bytesPerSecond" | "efficiency" | "basis" | "name">;

function measuredMemory(bytesPerSecond: number): MemorySpeed {
  return { bytesPerSecond, efficiency: 1, basis: "measured", name: null };
}

/** Of a board whose memory is soldered: its name says how fast it is. */
export function boardMemory({ name, bandwidth_gbs: gigabytes }: { name: string; bandwidth_gbs: number }): MemorySpeed {
  const { efficiency } = hardwareFacts().model.defaults.cpu_ram;
  return { bytesPerSecond: gigabytes * 1e9, efficiency, basis: "table", name };
}

/** What is taken for memory of which nothing is known. */
export function assumedMemory(): MemorySpeed {
  const { cpu_memory: table, model } = hardwareFacts();
  const entry = table.find(({ id }) => id === speedFacts().cpu.assumed_memory);
  const bytesPerSecond = (entry?.bandwidth_gbs ?? 0) * 1e9;
  return { bytesPerSecond, efficiency: model.defaults.cpu_ram.efficiency, basis: "assumed", name: entry?.name ?? null };
}

/** Windows says nothing of instruction sets: an x64 processor of these years has AVX2. */
function vectorOf(isa: readonly string[], { platform, arch }: Hardware): VectorUnits {
  if (isa.includes("amx_int8")) return "amx";
  if (isa.includes("avx512f")) return "avx512";
  if (isa.includes("avx2")) return "avx2";
  if (isa.includes("neon") || (arch === "arm64" && isa.length === 0)) return "neon";
  return platform === "win32" ? "avx2" : "none";
}
