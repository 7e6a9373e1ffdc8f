import { parseDrmCard, parseRocmSmi, ROCM_SMI, UNNAMED } from "./amd.ts";
import type { Machine } from "./machine.ts";
import { toName } from "./name.ts";
import { NVIDIA_SMI, parseNvidiaSmi } from "./nvidia.ts";
import { UNIFIED_SHARE, type Gpu, type HardwareNote } from "./types.ts";

export interface FoundGpus {
  gpus: Gpu[];
  notes: HardwareNote[];
}

/** Cards of NVIDIA and AMD; Apple's are found with the processor. `ramTotal` is for cards without memory of their own. */
export async function findGpus(machine: Machine, ramTotal: () => Promise<number>): Promise<FoundGpus> {
  if (machine.platform === "darwin") return { gpus: [], notes: [] };
  const [nvidia, amd] = await Promise.all([findNvidia(machine, ramTotal), findAmd(machine)]);
  return { gpus: [...nvidia.gpus, ...amd], notes: nvidia.notes };
}

async function findNvidia(machine: Machine, ramTotal: () => Promise<number>): Promise<FoundGpus> {
  const { code, stdout, timedOut } = await machine.run("nvidia-smi", NVIDIA_SMI);
  if (timedOut) return { gpus: [], notes: [{ code: "nvidia-slow", detail: "nvidia-smi" }] };
  if (code === null) return { gpus: [], notes: await findUnasked(machine) };
  const { gpus, unified, notes } = parseNvidiaSmi(stdout);
  if (unified.length > 0) {
    const memoryBytes = Math.floor((await ramTotal()) * UNIFIED_SHARE);
    const name = unified[0] ?? "";
    gpus.push({ vendor: "nvidia", name, memoryBytes, memoryFree: null, backend: "cuda", unified: true });
  }
  const failed = code !== null && code !== 0 && gpus.length === 0 && notes.length === 0;
  const first = toName(stdout.trim().split("\n")[0] ?? "");
  // "No devices were found" is an answer, not a fault
  if (failed && !/^No devices were found/i.test(first)) {
    notes.push({ code: "nvidia-driver", detail: first === "" ? `nvidia-smi: exit code ${code}` : first });
  }
  return { gpus, notes };
}

/** Cards of which only the kernel's module tells, without their memory. Source: NVIDIA driver README, "/proc interface". */
async function findUnasked(machine: Machine): Promise<HardwareNote[]> {
  if (machine.platform !== "linux") return [];
  const folder = "/proc/driver/nvidia/gpus";
  const [first] = (await machine.list(folder)).toSorted();
  if (first === undefined) return [];
  const text = (await machine.readText(`${folder}/${first}/information`)) ?? "";
  const name = toName(/^Model:(.*)$/m.exec(text)?.[1] ?? "NVIDIA");
  return [{ code: "nvidia-smi-missing", detail: `${name}: no nvidia-smi` }];
}

async function findAmd(machine: Machine): Promise<Gpu[]> {
  if (machine.platform !== "linux") return [];
  const cards = (await machine.list("/sys/class/drm")).filter((name) => /^card\d{1,3}$/.test(name)).toSorted(byNumber);
  const found = await Promise.all(
    cards.map(async (card) => {
      const read = (file: string): Promise<string | null> => machine.readText(`/sys/class/drm/${card}/device/${file}`);
      const [vendor = null, device = null, vramTotal = null, vramUsed = null, gttTotal = null] = await Promise.all(
        ["vendor", "device", "mem_info_vram_total", "mem_info_vram_used", "mem_info_gtt_total"].map(read),
      );
      const gpu = parseDrmCard({ vendor, device, vramTotal, vramUsed, gttTotal });
      return gpu === null ? [] : [{ card, gpu }];
    }),
  );
  const own = found.flat();
  if (own.length === 0) return [];
  const rocm = (await machine.readText("/opt/rocm/.info/version")) !== null;
  // A Python program that takes its time: asked only for what the kernel's ids do not name.
  const isUnnamed = own.some(({ gpu }) => gpu.name === UNNAMED);
  const names = rocm && isUnnamed ? parseRocmSmi((await machine.run("rocm-smi", ROCM_SMI)).stdout) : new Map();
  return own.map(({ card, gpu }) => ({
    ...gpu,
    name: gpu.name === UNNAMED ? (names.get(card) ?? UNNAMED) : gpu.name,
    backend: rocm ? "rocm" : "vulkan",
  }));
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(4)) - Number(b.slice(4));
}
