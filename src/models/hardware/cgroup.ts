import { parseCgroupPaths, parseCpuMax, parseCpuQuotaV1, parseMemoryLimit, parseReclaimable } from "./linux.ts";
import type { Machine } from "./machine.ts";

export interface ContainerLimits {
  /** Cores; null without a limit. */
  cores: number | null;
  /** The narrowest memory limit, and what of it is free; null without a limit. */
  memoryTotal: number | null;
  memoryFree: number | null;
}

const ROOT = "/sys/fs/cgroup";

/**
 * What the container, service or slice that we run in may use. The limit may stand at any ancestor, so all of them are
 * read; the narrowest counts. Source: kernel docs, admin-guide/cgroup-v2 and cgroup-v1.
 */
export async function readContainerLimits(machine: Machine): Promise<ContainerLimits> {
  const paths = parseCgroupPaths((await machine.readText("/proc/self/cgroup")) ?? "");
  const limits: ContainerLimits = { cores: null, memoryTotal: null, memoryFree: null };
  for (const folder of ancestors(paths.unified)) {
    await addCores(limits, async () => parseCpuMax((await machine.readText(`${ROOT}${folder}/cpu.max`)) ?? ""));
    const files = ["memory.max", "memory.current", "memory.stat"] as const;
    await addMemory(
      limits,
      files.map((file) => `${ROOT}${folder}/${file}`),
      machine,
    );
  }
  for (const folder of ancestors(paths.v1["cpu"])) {
    const base = `${ROOT}/cpu${folder}`;
    await addCores(limits, async () => {
      const quota = await machine.readText(`${base}/cpu.cfs_quota_us`);
      return parseCpuQuotaV1(quota ?? "", (await machine.readText(`${base}/cpu.cfs_period_us`)) ?? "");
    });
  }
  for (const folder of ancestors(paths.v1["memory"])) {
    const files = ["memory.limit_in_bytes", "memory.usage_in_bytes", "memory.stat"] as const;
    await addMemory(
      limits,
      files.map((file) => `${ROOT}/memory${folder}/${file}`),
      machine,
    );
  }
  return limits;
}

async function addCores(limits: ContainerLimits, read: () => Promise<number | null>): Promise<void> {
  const cores = await read();
  if (cores !== null) limits.cores = Math.min(cores, limits.cores ?? cores);
}

async function addMemory(limits: ContainerLimits, files: string[], machine: Machine): Promise<void> {
  const [limit, usage, stat] = await Promise.all(files.map((file) => machine.readText(file)));
  const total = parseMemoryLimit(limit ?? "");
  if (total === null || total === 0) return;
  const used = (parseMemoryLimit(usage ?? "") ?? 0) - parseReclaimable(stat ?? "");
  const free = Math.max(0, total - Math.max(0, used));
  limits.memoryTotal = Math.min(total, limits.memoryTotal ?? total);
  limits.memoryFree = Math.min(free, limits.memoryFree ?? free);
}

/** `/a/b` -> `/a/b`, `/a`, ``. Inside a container the path of the host may not exist; its root then is the container. */
function ancestors(path: string | null | undefined): string[] {
  if (path === null || path === undefined) return [];
  const found: string[] = [];
  for (let rest = path.replace(/\/+$/, ""); rest !== ""; rest = rest.slice(0, rest.lastIndexOf("/"))) found.push(rest);
  return [...found, ""];
}
