import type { Gpu } from "./types.ts";

export const NVIDIA_SMI = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"];

/** `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`: one card a line, memory in MiB. */
export function parseNvidiaSmi(text: string): Gpu[] {
  return text.split("\n").flatMap((line) => {
    const match = /^(.+),\s*(\d{1,9})\s*$/.exec(line.trim());
    const name = match?.[1]?.trim();
    return name ? [{ vendor: "nvidia" as const, name, memoryBytes: Number(match?.[2]) * 1024 * 1024 }] : [];
  });
}

/** A card's `vendor` and `mem_info_vram_total` in `/sys/class/drm/card<n>/device`; only AMD's driver has the latter. */
export function parseDrmCard(vendor: string | null, vram: string | null): Gpu | null {
  const memoryBytes = Number(vram?.trim() ?? "");
  if (vendor?.trim() !== "0x1002" || !Number.isSafeInteger(memoryBytes) || memoryBytes <= 0) return null;
  return { vendor: "amd", name: "AMD Radeon", memoryBytes };
}
