import { toName } from "./name.ts";
import { UNIFIED_SHARE } from "./types.ts";
import type { Gpu } from "./types.ts";

/** What is asked of `sysctl`; unknown names are simply missing in the answer. */
export const SYSCTL_NAMES = [
  "machdep.cpu.brand_string",
  "machdep.cpu.features",
  "machdep.cpu.leaf7_features",
  "hw.physicalcpu",
  "hw.logicalcpu",
  "hw.memsize",
  "hw.optional.neon",
  "hw.optional.arm.FEAT_DotProd",
  "hw.optional.arm.FEAT_I8MM",
  "hw.optional.arm.FEAT_BF16",
  "iogpu.wired_limit_mb",
];

export interface MacInfo {
  model: string | null;
  physicalCores: number | null;
  logicalCores: number | null;
  ramTotal: number | null;
  isa: string[];
  gpus: Gpu[];
}

/**
 * The output of `sysctl <names>`. On Apple silicon the graphics unit shares the memory and gets 75 % of it unless
 * `iogpu.wired_limit_mb` says otherwise. `systemTotal`: bytes of memory for when the answer does not say.
 */
export function parseSysctl(text: string, systemTotal: number): MacInfo {
  const fields = new Map(
    text.split("\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const] : [];
    }),
  );
  const number = (key: string): number | null => {
    const value = Number(fields.get(key) ?? "");
    return Number.isSafeInteger(value) && value > 0 ? value : null;
  };
  const intel = `${fields.get("machdep.cpu.features") ?? ""} ${fields.get("machdep.cpu.leaf7_features") ?? ""}`;
  const names = new Set(intel.toLowerCase().split(/\s+/));
  const isa = [
    ...(names.has("avx1.0") ? ["avx"] : []),
    ...["avx2", "fma", "f16c", "avx512f"].filter((name) => names.has(name)),
    ...(number("hw.optional.neon") ? ["neon"] : []),
    ...(number("hw.optional.arm.FEAT_DotProd") ? ["dotprod"] : []),
    ...(number("hw.optional.arm.FEAT_I8MM") ? ["i8mm"] : []),
    ...(number("hw.optional.arm.FEAT_BF16") ? ["bf16"] : []),
  ];
  const brand = toName(fields.get("machdep.cpu.brand_string") ?? "");
  const model = brand === "" ? null : brand;
  const ramTotal = number("hw.memsize");
  const wired = number("iogpu.wired_limit_mb");
  const most = ramTotal ?? systemTotal;
  const memoryBytes = wired === null ? Math.floor(most * UNIFIED_SHARE) : Math.min(wired * 1024 * 1024, most);
  const gpu = { vendor: "apple", memoryBytes, memoryFree: null, backend: "metal", unified: true } as const;
  return {
    model,
    ramTotal,
    isa,
    physicalCores: number("hw.physicalcpu"),
    logicalCores: number("hw.logicalcpu"),
    gpus: model?.startsWith("Apple") ? [{ ...gpu, name: model }] : [],
  };
}

/** `vm_stat`: bytes that can be taken without swapping (free, inactive, speculative, purgeable pages); null if unreadable. */
export function parseVmStat(text: string): number | null {
  const page = /page size of (\d{1,7}) bytes/.exec(text)?.[1];
  if (page === undefined) return null;
  const pages = (name: string): number =>
    Number(new RegExp(`^Pages ${name}:\\s+(\\d{1,15})\\.`, "m").exec(text)?.[1] ?? 0);
  return (pages("free") + pages("inactive") + pages("speculative") + pages("purgeable")) * Number(page);
}
