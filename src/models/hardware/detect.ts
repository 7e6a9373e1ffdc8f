import type { Context } from "../../core/index.ts";
import { readContainerLimits } from "./cgroup.ts";
import { NVIDIA_SMI, parseDrmCard, parseNvidiaSmi } from "./gpu.ts";
import { parseCpuInfo, parseMemInfo } from "./linux.ts";
import { thisMachine, type Machine } from "./machine.ts";
import { parseSysctl, parseVmStat, SYSCTL_NAMES } from "./mac.ts";
import type { Gpu, Hardware } from "./types.ts";

/** What this machine has, and what of it we may use. Never throws for a probe that fails; `home` may not exist yet. */
export async function detectHardware(
  ctx: Context,
  home: string,
  machine: Machine = thisMachine(ctx),
): Promise<Hardware> {
  const [found, gpus, diskFree] = await Promise.all([probe(machine), findGpus(machine), machine.diskFree(home)]);
  const { platform, arch, libc } = machine;
  return { platform, arch, libc, ...found, gpus: [...gpus, ...found.gpus], diskFree };
}

type Probed = Pick<Hardware, "cpu" | "ramTotal" | "ramFree" | "gpus">;

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
  };
}

async function probeMac(machine: Machine): Promise<Probed> {
  const [sysctl, vmStat] = await Promise.all([machine.run("sysctl", SYSCTL_NAMES), machine.run("vm_stat", [])]);
  const info = parseSysctl(sysctl ?? "");
  return {
    cpu: {
      model: info.model ?? machine.cpuModel ?? "unknown",
      physicalCores: info.physicalCores ?? machine.logicalCores,
      logicalCores: info.logicalCores ?? machine.logicalCores,
      usableCores: machine.availableCores,
      isa: info.isa,
    },
    ramTotal: info.ramTotal ?? machine.ramTotal,
    ramFree: parseVmStat(vmStat ?? "") ?? machine.ramFree,
    gpus: info.gpus,
  };
}

async function findGpus(machine: Machine): Promise<Gpu[]> {
  if (machine.platform === "darwin") return [];
  const nvidia = parseNvidiaSmi((await machine.run("nvidia-smi", NVIDIA_SMI)) ?? "");
  const amd: Gpu[] = [];
  const cards = machine.platform === "linux" ? await machine.list("/sys/class/drm") : [];
  for (const card of cards.filter((name) => /^card\d+$/.test(name)).toSorted()) {
    const device = `/sys/class/drm/${card}/device`;
    const gpu = parseDrmCard(
      await machine.readText(`${device}/vendor`),
      await machine.readText(`${device}/mem_info_vram_total`),
    );
    if (gpu) amd.push(gpu);
  }
  return [...nvidia, ...amd];
}
