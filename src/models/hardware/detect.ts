import type { Context } from "../../core/index.ts";
import { readContainerLimits } from "./cgroup.ts";
import { findGpus } from "./findGpus.ts";
import { parseCpuInfo, parseMemInfo } from "./linux.ts";
import { thisMachine, type Machine } from "./machine.ts";
import { parseSysctl, parseVmStat, SYSCTL_NAMES } from "./mac.ts";
import type { Hardware, HardwareNote } from "./types.ts";

/** What this machine has, and what of it we may use. Never throws for a probe that fails; `home` may not exist yet. */
export async function detectHardware(
  ctx: Context,
  home: string,
  machine: Machine = thisMachine(ctx),
): Promise<Hardware> {
  const probing = probe(machine);
  const [found, cards, diskFree] = await Promise.all([
    probing,
    findGpus(machine, async () => (await probing).ramTotal),
    machine.diskFree(home),
  ]);
  const { platform, arch, libc } = machine;
  const gpus = [...cards.gpus, ...found.gpus];
  return { platform, arch, libc, ...found, gpus, diskFree, notes: [...found.notes, ...cards.notes] };
}

type Probed = Pick<Hardware, "cpu" | "ramTotal" | "ramFree" | "gpus" | "notes">;

async function probe(machine: Machine): Promise<Probed> {
  if (machine.platform === "linux") return probeLinux(machine);
  if (machine.platform === "darwin") return probeMac(machine);
  return {
    cpu: {
      model: machine.cpuModel ?? "unknown",
      physicalCores: machine.logicalCores,
      logicalCores: machine.logicalCores,
      usableCores: machine.availableCores,
      isa: [], // Windows has no text that says it; the engine reports its own
    },
    ramTotal: machine.ramTotal,
    ramFree: machine.ramFree,
    gpus: [],
    notes: [],
  };
}

async function probeLinux(machine: Machine): Promise<Probed> {
  const [cpuText, memText, limits] = await Promise.all([
    machine.readText("/proc/cpuinfo"),
    machine.readText("/proc/meminfo"),
    readContainerLimits(machine),
  ]);
  const cpu = parseCpuInfo(cpuText ?? "");
  const memory = parseMemInfo(memText ?? "");
  const total = memory.total ?? machine.ramTotal;
  const logicalCores = cpu.logicalCores || machine.logicalCores;
  const notes: HardwareNote[] = [];
  if (cpu.logicalCores === 0) notes.push({ code: "cpu", detail: "/proc/cpuinfo" });
  if (memory.total === null) notes.push({ code: "memory", detail: "/proc/meminfo" });
  return {
    cpu: {
      model: cpu.model ?? machine.cpuModel ?? "unknown",
      physicalCores: cpu.physicalCores ?? logicalCores,
      logicalCores,
      usableCores: Math.min(machine.availableCores, limits.cores ?? machine.availableCores),
      isa: cpu.isa,
    },
    ramTotal: Math.min(total, limits.memoryTotal ?? total),
    ramFree: Math.min(memory.available ?? machine.ramFree, limits.memoryFree ?? Number.POSITIVE_INFINITY),
    gpus: [],
    notes,
  };
}

async function probeMac(machine: Machine): Promise<Probed> {
  const [sysctl, vmStat] = await Promise.all([machine.run("sysctl", SYSCTL_NAMES), machine.run("vm_stat", [])]);
  const info = parseSysctl(sysctl.stdout, machine.ramTotal);
  const notes: HardwareNote[] = [];
  if (info.model === null) notes.push({ code: "cpu", detail: "sysctl" });
  if (info.ramTotal === null) notes.push({ code: "memory", detail: "sysctl" });
  return {
    cpu: {
      model: info.model ?? machine.cpuModel ?? "unknown",
      physicalCores: info.physicalCores ?? machine.logicalCores,
      logicalCores: info.logicalCores ?? machine.logicalCores,
      usableCores: machine.availableCores,
      isa: info.isa,
    },
    ramTotal: info.ramTotal ?? machine.ramTotal,
    ramFree: parseVmStat(vmStat.stdout) ?? machine.ramFree,
    gpus: info.gpus,
    notes,
  };
}
