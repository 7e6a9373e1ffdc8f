import { toName } from "./name.ts";

/** Parsers of what the Linux kernel says about itself. Pure: text in, figures out. */

export interface CpuInfo {
  model: string | null;
  physicalCores: number | null;
  logicalCores: number;
  isa: string[];
}

const ISA = new Set([
  "sse4_2",
  "avx",
  "avx2",
  "fma",
  "f16c",
  "avx_vnni",
  "avx512f",
  "avx512bw",
  "avx512_vnni",
  "avx512_bf16",
  "amx_int8",
  "amx_bf16",
  "asimd",
  "asimddp",
  "i8mm",
  "bf16",
  "sve",
  "sve2",
]);

/** `/proc/cpuinfo`, on x86 and on ARM (where `asimd` is what others call neon). */
export function parseCpuInfo(text: string): CpuInfo {
  const blocks = text.split(/\n\s*\n/).map(toFields);
  const processors = blocks.filter((fields) => fields.has("processor"));
  const cores = new Set<string>();
  for (const fields of processors) {
    const core = fields.get("core id");
    if (core !== undefined) cores.add(`${fields.get("physical id") ?? "0"}/${core}`);
  }
  const all = (key: string): string | null => blocks.find((fields) => fields.has(key))?.get(key) ?? null;
  const flags = (all("flags") ?? all("Features") ?? "").split(/\s+/).filter((flag) => ISA.has(flag));
  const model = toName(all("model name") ?? all("Model") ?? "");
  return {
    model: model === "" ? null : model,
    physicalCores: cores.size > 0 ? cores.size : null,
    logicalCores: processors.length,
    isa: flags.flatMap((flag) => (flag === "asimd" ? ["neon"] : flag === "asimddp" ? ["dotprod"] : [flag])),
  };
}

/** Fields of `/proc/meminfo` in bytes; null where the text does not say. */
export function parseMemInfo(text: string): { total: number | null; available: number | null } {
  const read = (key: string): number | null => {
    const match = new RegExp(`^${key}:\\s+(\\d{1,15}) kB$`, "m").exec(text);
    return match && Number(match[1]) > 0 ? Number(match[1]) * 1024 : null;
  };
  return { total: read("MemTotal"), available: read("MemAvailable") };
}

/** `/proc/self/cgroup`: the path in the unified hierarchy (v2), and those of the v1 controllers. */
export function parseCgroupPaths(text: string): { unified: string | null; v1: Record<string, string> } {
  let unified: string | null = null;
  const v1: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (!match) continue;
    const [, controllers = "", path = "/"] = match;
    if (controllers === "") unified = path;
    for (const controller of controllers.split(",").filter(Boolean)) v1[controller] = path;
  }
  return { unified, v1 };
}

/** `cpu.max` of cgroup v2: "quota period" or "max period"; cores, or null for no limit. */
export function parseCpuMax(text: string): number | null {
  const match = /^(\d{1,15})\s+(\d{1,15})\s*$/.exec(text);
  const period = Number(match?.[2] ?? 0);
  return match && period > 0 ? Number(match[1]) / period : null;
}

/** `cpu.cfs_quota_us` and `cpu.cfs_period_us` of cgroup v1; -1 is no limit. */
export function parseCpuQuotaV1(quota: string, period: string): number | null {
  const [used, of] = [Number(quota.trim()), Number(period.trim())];
  return used > 0 && of > 0 ? used / of : null;
}

/** A memory limit in bytes; "max" (v2) and the huge number that v1 writes for no limit are null. */
export function parseMemoryLimit(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,20}$/.test(trimmed)) return null;
  const bytes = Number(trimmed);
  return bytes < 2 ** 60 ? bytes : null;
}

/** Bytes of a cgroup that are file cache and can be given back: `inactive_file` (v2), `total_inactive_file` (v1). */
export function parseReclaimable(memoryStat: string): number {
  const match = /^(?:total_)?inactive_file (\d{1,15})$/m.exec(memoryStat);
  return match ? Number(match[1]) : 0;
}

function toFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    if (key !== "" && !fields.has(key)) fields.set(key, line.slice(colon + 1).trim());
  }
  return fields;
}
