import type { Gpu, Hardware } from "./types.ts";

const WORDS = {
  en: {
    cores: ["core", "cores"],
    memory: "memory",
    free: "free",
    noGpu: "no GPU",
    driver: "NVIDIA driver does not answer",
    disk: "disk free",
    of: "of",
  },
  de: {
    cores: ["Kern", "Kerne"],
    memory: "Speicher",
    free: "frei",
    noGpu: "keine GPU",
    driver: "NVIDIA-Treiber antwortet nicht",
    disk: "Platte frei",
    of: "von",
  },
} as const;

/** One line for a person, sizes in GB (10^9 bytes). */
export function describeHardware(hardware: Hardware, lang: "de" | "en"): string {
  const words = WORDS[lang];
  const format = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const gigabytes = (bytes: number): string => `${format.format(bytes / 1e9)} GB`;
  const { cpu } = hardware;
  const isa = bestIsa(cpu.isa);
  const limited = cpu.usableCores < cpu.logicalCores;
  const count = limited
    ? `${format.format(cpu.usableCores)} ${words.of} ${cpu.logicalCores}`
    : format.format(cpu.usableCores);
  const plural = (limited ? cpu.logicalCores : cpu.usableCores) === 1 ? 0 : 1;
  const isBroken = hardware.notes.some(({ code }) => code.startsWith("nvidia-"));
  const gpus = describeGpus(hardware.gpus, lang);
  return [
    tidy(cpu.model),
    `${count} ${words.cores[plural]}${isa === null ? "" : ` (${isa})`}`,
    `${gigabytes(hardware.ramTotal)} ${words.memory} (${gigabytes(hardware.ramFree)} ${words.free})`,
    ...(gpus === "" ? [isBroken ? words.driver : words.noGpu] : isBroken ? [gpus, words.driver] : [gpus]),
    `${gigabytes(hardware.diskFree)} ${words.disk}`,
  ].join(", ");
}

/** `2x NVIDIA GeForce RTX 3090 (25.8 GB)`: equal cards once; empty without any. */
export function describeGpus(gpus: readonly Gpu[], lang: "de" | "en"): string {
  const format = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const counts = new Map<string, number>();
  for (const { name, memoryBytes } of gpus) {
    const shown = `${name} (${format.format(memoryBytes / 1e9)} GB)`;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([shown, count]) => (count > 1 ? `${count}x ${shown}` : shown)).join(" + ");
}

function bestIsa(isa: string[]): string | null {
  const names = [
    ["avx512f", "AVX-512"],
    ["avx2", "AVX2"],
    ["avx", "AVX"],
    ["neon", "NEON"],
  ] as const;
  return names.find(([flag]) => isa.includes(flag))?.[1] ?? null;
}

/** Marketing signs and the clock rate say nothing that helps here. */
function tidy(model: string): string {
  return model
    .replaceAll(/\((?:R|TM)\)|\bCPU\b|@.*$|\b\d+-Core Processor\b/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
