import { toName } from "./name.ts";
import type { Gpu } from "./types.ts";

/** What is read of a card in `/sys/class/drm/card<n>/device`; null where a file is missing. */
export interface DrmCard {
  vendor: string | null;
  device: string | null;
  /** Bytes, as amdgpu writes them; other drivers have no such file. */
  vramTotal: string | null;
  vramUsed: string | null;
  gttTotal: string | null;
}

const AMD = "0x1002";
/** Graphics units inside a processor set a little memory aside; a model would work out of the machine's anyway. */
const LEAST_VRAM = 3e9;

/** Names by PCI device id and, where cards share one, by memory in GiB. Source: pci.ids, vendor 1002. */
const NAMES: Readonly<Record<string, string | Readonly<Record<number, string>>>> = {
  "0x744c": { 24: "AMD Radeon RX 7900 XTX", 20: "AMD Radeon RX 7900 XT", 16: "AMD Radeon RX 7900 GRE" },
  "0x7550": "AMD Radeon RX 9070 XT",
  "0x747e": { 16: "AMD Radeon RX 7800 XT", 12: "AMD Radeon RX 7700 XT" },
  "0x7480": "AMD Radeon RX 7600",
  "0x73bf": "AMD Radeon RX 6900 XT",
  "0x74a1": "AMD Instinct MI300X",
};
/** Strix Halo: the graphics unit works in the machine's memory, of which amdgpu lends it VRAM and GTT. */
const UNIFIED: Readonly<Record<string, string>> = { "0x1586": "AMD Ryzen AI Max+ 395" };

/** A card of the amdgpu driver, or null: another vendor's, or one without memory to work in. */
export function parseDrmCard(card: DrmCard): Gpu | null {
  const id = card.device?.trim().toLowerCase() ?? "";
  if (card.vendor?.trim() !== AMD) return null;
  const [total, used, gtt] = [card.vramTotal, card.vramUsed, card.gttTotal].map(toBytes);
  const unified = Object.hasOwn(UNIFIED, id) ? UNIFIED[id] : undefined;
  const memoryBytes = (total ?? 0) + (unified === undefined ? 0 : (gtt ?? 0));
  if (memoryBytes < LEAST_VRAM) return null;
  const memoryFree = used === null || used === undefined ? null : Math.max(0, memoryBytes - used);
  const name = unified ?? nameOf(id, memoryBytes);
  return { vendor: "amd", name, memoryBytes, memoryFree, backend: "vulkan", unified: unified !== undefined };
}

export const UNNAMED = "AMD Radeon";

function nameOf(id: string, bytes: number): string {
  const known = Object.hasOwn(NAMES, id) ? NAMES[id] : undefined;
  if (known === undefined || typeof known === "string") return known ?? UNNAMED;
  return known[Math.round(bytes / 1024 ** 3)] ?? UNNAMED;
}

export const ROCM_SMI = ["--showproductname", "--json"];

/**
 * `rocm-smi --showproductname --json`: the card's series by `card<n>`. Keys differ in case between releases ("Card series",
 * "Card Series"). Source: ROCm documentation, rocm_smi.py; bounded, and null for what is no such object.
 */
export function parseRocmSmi(text: string): Map<string, string> {
  const names = new Map<string, string>();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(0, 100_000));
  } catch {
    return names; // a warning of the driver instead of JSON, or cut off
  }
  if (typeof parsed !== "object" || parsed === null) return names;
  for (const [card, values] of Object.entries(parsed)) {
    if (!/^card\d{1,3}$/.test(card) || typeof values !== "object" || values === null) continue;
    const series = Object.entries(values).find(([key]) => key.toLowerCase() === "card series")?.[1];
    if (typeof series === "string" && series !== "N/A" && toName(series) !== "") names.set(card, toName(series));
  }
  return names;
}

function toBytes(text: string | null): number | null {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,16}$/.test(trimmed) ? Number(trimmed) : null;
}
