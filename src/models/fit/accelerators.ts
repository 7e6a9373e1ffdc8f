import { hardwareFacts, speedFacts, type Accelerator } from "./data.ts";
import type { Device } from "./types.ts";

const GIB = 1024 ** 3;
const GB_PER_S = 1e9;

/** Words that say nothing about which card it is. */
const NOISE = /\b(?:nvidia|geforce|amd|radeon|intel|apple|graphics|gpu|tm|r)\b/g;

/** `NVIDIA GeForce RTX 4070 Ti SUPER` -> `rtx 4070 ti super`. */
export function toCardKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[()®™,+/_-]+/g, " ")
    .replaceAll(NOISE, " ")
    .replaceAll(/(\d) ?gb\b/g, "$1gb")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** Names a person or a driver may use for a card, longest first: with and without its memory and its variant. */
export function cardKeys(): { key: string; accelerator: Accelerator }[] {
  const seen = new Set<string>();
  const keys = hardwareFacts().accelerators.flatMap((accelerator) => {
    return namesOf(accelerator).flatMap((key) => {
      if (seen.has(key)) return []; // the first that has it: `a100` is the smaller one
      seen.add(key);
      return [{ key, accelerator }];
    });
  });
  return keys.toSorted((a, b) => b.key.length - a.key.length);
}

function namesOf({ name, id }: Accelerator): string[] {
  const whole = toCardKey(name);
  const short = whole
    .replaceAll(/\b\d+gb\b|\bpcie\b|\bsxm\b|\bmax q\b|\bblackwell\b|\bgb10\b|\bstrix halo\b/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const more: Record<string, string[]> = {
    "amd-rx-6900-6800-xt": ["rx 6900 xt", "rx 6800 xt"],
    "amd-ryzen-ai-max-395": ["ryzen ai max 395", "ryzen ai max", "strix halo"],
    "nvidia-dgx-spark": ["dgx spark", "gb10"],
    "nvidia-h100-sxm": ["h100 80gb hbm3"],
  };
  // "2x 3090" is clear enough: four digits of a card are no other thing's name
  const bare = /^r?tx (\d{4}.*)|^rx (\d{4}.*)/.exec(short);
  return [whole, short, ...(more[id] ?? []), ...(bare ? [bare[1] ?? bare[2] ?? short] : [])];
}

/** The table's entry for a card's name as its driver says it; memory in bytes tells versions apart. */
function findAccelerator(name: string, memoryBytes: number): Accelerator | null {
  const key = ` ${toCardKey(name)} `;
  const gigabytes = Math.round(memoryBytes / GIB);
  const fitting = cardKeys().filter((card) => key.includes(` ${card.key} `));
  const longest = fitting[0]?.key.length ?? 0;
  const best = fitting.filter((card) => card.key.length === longest);
  return (best.find(({ accelerator }) => accelerator.memory_gb === gigabytes) ?? best[0])?.accelerator ?? null;
}

export interface CardFacts {
  name: string;
  memoryBytes: number;
  freeBytes: number | null;
  unified: boolean;
  /** Physical cores of the processor: some chips of one name come with less bandwidth, told by these. */
  cpuCores?: number;
}

/** A card with the figures that predictions need; `guessed` says what is not from the table. */
export function toDevice(card: CardFacts): { device: Device; guessed: "laptop-card" | "card-speed" | null } {
  const known = findAccelerator(card.name, card.memoryBytes);
  const isLaptop = /\b(?:laptop|mobile|max-q)\b/i.test(card.name) && known?.id.includes("max-q") !== true;
  const { unknown_gpu: unknown, bins } = speedFacts();
  const bin = bins.find(({ id, cpu_cores: cores }) => id === known?.id && cores === card.cpuCores);
  const table = bin?.bandwidth_gbs ?? known?.bandwidth_gbs;
  const bytesPerSecond = (table ?? unknown.bandwidth_gbs) * GB_PER_S * (isLaptop && known ? unknown.laptop_share : 1);
  const device: Device = {
    name: known && !isLaptop ? known.name : card.name,
    accelerator: known && !isLaptop ? known.id : null,
    kind: card.unified ? "unified" : "vram",
    memoryBytes: card.memoryBytes,
    freeBytes: card.freeBytes,
    bytesPerSecond,
    ...efficiencyOf(card.name, known, isLaptop),
    prefillFlops: bytesPerSecond * prefillRate(`${known?.vendor ?? ""} ${toCardKey(card.name)}`),
  };
  return { device, guessed: known === null ? "card-speed" : isLaptop ? "laptop-card" : null };
}

/** What was fitted to this device, else what holds for its class. */
function efficiencyOf(
  name: string,
  known: Accelerator | null,
  isLaptop: boolean,
): Pick<Device, "efficiency" | "fixedSeconds" | "basis"> {
  const { calibration, model } = hardwareFacts();
  const key = toCardKey(known?.name ?? name);
  const fitted = isLaptop ? undefined : calibration.find(({ device }) => toCardKey(device) === key);
  if (fitted) {
    return { efficiency: fitted.efficiency, fixedSeconds: fitted.fixed_ms_per_token / 1000, basis: "device" };
  }
  const { efficiency, fixed_ms: fixedMs } = classOf(known, key);
  return { efficiency, fixedSeconds: fixedMs / 1000, basis: known && !isLaptop ? "class" : "guess" };

  function classOf(card: Accelerator | null, cardKey: string) {
    const { apple_unified: unified, gpu_vram: vram, old_gpu: old } = model.defaults;
    if (card?.kind === "unified") return unified;
    return /\b(?:gtx|gt|quadro|tesla [kmp])\b/.test(cardKey) ? old : vram;
  }
}

/** Operations per byte of bandwidth when a prompt is read. */
function prefillRate(key: string): number {
  const rates = speedFacts().prefill.gflops_per_gbs;
  return rates.find(({ match }) => key.includes(match))?.rate ?? 0;
}
