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

interface CardKey {
  key: string;
  /** All that go by this name: versions with more or less memory. The first is the smaller one. */
  accelerators: [Accelerator, ...Accelerator[]];
}

let keys: CardKey[] | undefined;

/** Names a person or a driver may use for a card, longest first: with and without its memory and its variant. */
export function cardKeys(): readonly CardKey[] {
  if (keys) return keys;
  const byKey = new Map<string, CardKey>();
  for (const accelerator of hardwareFacts().accelerators) {
    for (const key of new Set(namesOf(accelerator))) {
      const known = byKey.get(key);
      if (known) known.accelerators.push(accelerator);
      else byKey.set(key, { key, accelerators: [accelerator] });
    }
  }
  keys = [...byKey.values()].toSorted((a, b) => b.key.length - a.key.length);
  return keys;
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

/** What makes another card of a name: an RTX 3080 Ti is no RTX 3080. */
const VARIANT = /^(?:ti|super|xt|xtx|gre|d|ada|max|pro|ultra)\b/;

/**
 * The table's entry for a card's name as its driver says it; memory in bytes tells versions apart. `exact` is false for a
 * variant that the table lacks: its plain sister then stands in.
 */
function findAccelerator(name: string, memoryBytes: number): { accelerator: Accelerator; exact: boolean } | null {
  const key = ` ${toCardKey(name)} `;
  const gigabytes = Math.round(memoryBytes / GIB);
  const found = cardKeys().find((card) => key.includes(` ${card.key} `));
  if (!found) return null;
  const version = found.accelerators.find(({ memory_gb: memory }) => memory === gigabytes);
  const behind = key.slice(key.indexOf(` ${found.key} `) + found.key.length + 2);
  return { accelerator: version ?? found.accelerators[0], exact: !VARIANT.test(behind) };
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
  const found = findAccelerator(card.name, card.memoryBytes);
  const known = found?.accelerator ?? null;
  const isLaptop = /\b(?:laptop|mobile|max-q)\b/i.test(card.name) && known?.id.includes("max-q") !== true;
  const isExact = found?.exact === true && !isLaptop;
  const { unknown_gpu: unknown, bins } = speedFacts();
  const bin = bins.find(({ id, cpu_cores: cores }) => id === known?.id && cores === card.cpuCores);
  const table = bin?.bandwidth_gbs ?? known?.bandwidth_gbs;
  const bytesPerSecond = (table ?? unknown.bandwidth_gbs) * GB_PER_S * (isLaptop && known ? unknown.laptop_share : 1);
  const device: Device = {
    name: card.name,
    accelerator: isExact ? (known?.id ?? null) : null,
    kind: card.unified ? "unified" : "vram",
    memoryBytes: card.memoryBytes,
    freeBytes: card.freeBytes,
    bytesPerSecond,
    ...efficiencyOf(card, known, isExact),
    prefillFlops: bytesPerSecond * prefillRate(`${known?.vendor ?? ""} ${toCardKey(card.name)}`),
  };
  return { device, guessed: isExact ? null : isLaptop && known ? "laptop-card" : "card-speed" };
}

/** What was fitted to this device, else what holds for its class. */
function efficiencyOf(
  { name, unified }: CardFacts,
  known: Accelerator | null,
  isExact: boolean,
): Pick<Device, "efficiency" | "fixedSeconds" | "basis"> {
  const { calibration, model } = hardwareFacts();
  const key = toCardKey(known?.name ?? name);
  const fitted = isExact ? calibration.find(({ device }) => toCardKey(device) === key) : undefined;
  if (fitted) {
    return { efficiency: fitted.efficiency, fixedSeconds: fitted.fixed_ms_per_token / 1000, basis: "device" };
  }
  const { apple_unified: shared, gpu_vram: vram, old_gpu: old } = model.defaults;
  const isOld = /\b(?:gtx|gt|quadro|tesla [kmp])\b/.test(toCardKey(name));
  const { efficiency, fixed_ms: fixedMs } = unified ? shared : isOld ? old : vram;
  return { efficiency, fixedSeconds: fixedMs / 1000, basis: isExact ? "class" : "guess" };
}

/** Operations per byte of bandwidth when a prompt is read. */
function prefillRate(key: string): number {
  const rates = speedFacts().prefill.gflops_per_gbs;
  return rates.find(({ match }) => key.includes(match))?.rate ?? 0;
}
