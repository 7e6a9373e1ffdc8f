import { UNIFIED_SHARE } from "../hardware/types.ts";
import { cardKeys, toDevice } from "./accelerators.ts";
import { hardwareFacts, speedFacts, type Accelerator } from "./data.ts";
import { assumedMemory, boardMemory, type MemorySpeed } from "./fromHardware.ts";
import type { Assumption, Device, FitMachine } from "./types.ts";
import { LONGEST, Words } from "./words.ts";

const GIB = 1024 ** 3;
const MOST_CARDS = 64;
/** GiB of a machine with cards whose memory nobody says, and of one of which nothing is said. */
const ASSUMED_BESIDE_CARDS = 32;
const ASSUMED_ALONE = 16;
const ASSUMED_CORES = { laptop: 4, other: 8, server: 32 };
/** Processors are understood as such; their name alone says nothing about the memory. */
const PROCESSOR =
  /\b(?:core )?(?:ultra )?(?:ryzen|threadripper|epyc|xeon|celeron|pentium|i[3579])(?:[ -](?:threadripper|pro|gold|silver|platinum|[3579](?= )|\d{4,5}[a-z]{0,3}\d?|[a-z]\d{4}))*(?= )/;

/** Not behind the name: an RTX 3080 Ti is no RTX 3080. */
const OTHER_CARD = String.raw`(?! (?:ti|super|xtx?|gre|ada|ultra)\b)`;

interface Card {
  accelerator: Accelerator;
  count: number;
  /** Memory as it was said, in GiB. */
  gib: number | null;
}

/**
 * A machine out of a person's words: "2x RTX 3090", "Mac mini M4 Pro 64GB", "laptop 16GB", "RTX 4090 24GB + DDR5-5600 64GB".
 * What was assumed stands in `assumptions`. Throws E_INPUT for what cannot be understood, with the nearest known names.
 */
export function fromWords(described: string): FitMachine {
  const words = new Words(described);
  const isLaptop = words.take(/\b(?:laptop|notebook)\b/) !== null;
  const isServer = words.take(/\bservers?\b/) !== null;
  const board = takeNamed(words, speedFacts().boards);
  const cards = takeCards(words);
  const product = takeNamed(words, speedFacts().products);
  const processor = words.take(PROCESSOR)?.[0].trim() ?? null;
  const ramSpeed = takeMemorySpeed(words);
  const cores = words.takeNumber(/\b(\d{1,4}) ?-?(?:cores?|kerne?)\b/);
  const gigabytes = words.takeMemory();
  const named = [board, product, processor, ramSpeed, gigabytes].some((part) => part !== null);
  words.refuseUnknown(named || cards.length > 0 || isLaptop || isServer);

  const unified = cards.find(({ accelerator }) => accelerator.kind === "unified")?.accelerator ?? null;
  const own = cards.filter(({ accelerator }) => accelerator.kind === "vram");
  const chip = unified ?? (product ? chipOf(product, gigabytes ?? product.assumed_gb) : null);
  const size = gigabytes ?? chip?.memory_gb ?? product?.assumed_gb ?? board?.assumed_gb;
  const totalBytes = (size ?? (own.length > 0 ? ASSUMED_BESIDE_CARDS : ASSUMED_ALONE)) * GIB;
  const { devices, assumptions } = toDevices(own, chip, totalBytes, isLaptop);
  const usual = isServer ? ASSUMED_CORES.server : isLaptop ? ASSUMED_CORES.laptop : ASSUMED_CORES.other;
  const speed = memorySpeed(ramSpeed, board, chip);
  if (gigabytes === null) assumptions.push({ code: "memory-size", value: totalBytes });
  if (product && !unified && chip) assumptions.push({ code: "product", value: chip.name });
  if (!cores && !board && devices.length === 0) assumptions.push({ code: "cores", value: usual });
  if (speed.basis === "assumed") assumptions.push({ code: "memory-speed", value: speed.name ?? "" });
  const ignored = [...(processor === null ? [] : [processor]), ...words.left()].join(" ").slice(0, 60);
  if (ignored !== "") assumptions.push({ code: "ignored", value: ignored });
  return {
    described: described.trim().slice(0, LONGEST),
    devices,
    memory: { totalBytes, freeBytes: null, ...speed },
    cores: cores ?? board?.cores ?? usual,
    vector: board !== null || chip?.vendor === "apple" || chip?.vendor === "nvidia" ? "neon" : "avx2",
    assumptions,
  };
}

function toDevices(
  cards: readonly Card[],
  chip: Accelerator | null,
  totalBytes: number,
  isLaptop: boolean,
): { devices: Device[]; assumptions: Assumption[] } {
  const assumptions: Assumption[] = [];
  const devices = cards.flatMap(({ accelerator, count, gib }) => {
    const memoryBytes = (gib ?? accelerator.memory_gb ?? 0) * GIB;
    const name = isLaptop ? `${accelerator.name} Laptop GPU` : accelerator.name;
    const { device, guessed } = toDevice({ name, memoryBytes, freeBytes: null, unified: false });
    if (guessed !== null) assumptions.push({ code: guessed, value: name });
    return Array.from({ length: count }, () => device);
  });
  if (chip) {
    const memoryBytes = Math.floor(totalBytes * UNIFIED_SHARE);
    devices.push(toDevice({ name: chip.name, memoryBytes, freeBytes: null, unified: true }).device);
  }
  return { devices: devices.slice(0, MOST_CARDS), assumptions };
}

interface Ram {
  name: string;
  bytesPerSecond: number;
}

function memorySpeed(
  ram: Ram | null,
  board: { name: string; bandwidth_gbs: number } | null,
  chip: Accelerator | null,
): MemorySpeed {
  const { efficiency } = hardwareFacts().model.defaults.cpu_ram;
  const named = chip ?? board;
  if (ram) return { ...ram, efficiency, basis: "table" };
  if (!named) return assumedMemory();
  return boardMemory(named);
}

/** Known cards with how many there are of each, and their memory where it is said right behind the name. */
function takeCards(words: Words): Card[] {
  const found: Card[] = [];
  for (const { key, accelerators } of cardKeys()) {
    if (!words.has(key)) continue;
    const [accelerator] = accelerators;
    const name = key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const memory = accelerator.kind === "vram" ? String.raw`(?: (?<gib>\d{1,3})gb\b)?` : "";
    const before = String.raw`(?:\b(?<before>\d{1,3}|dual|two|zwei) ?[x*]? ?)?`;
    const after = String.raw`(?: x ?(?<after>\d{1,3})\b)?`;
    const pattern = new RegExp(String.raw`${before}(?<![a-z\d])${name}(?= )${OTHER_CARD}${memory}${after}`);
    for (let match = words.take(pattern); match; match = words.take(pattern)) {
      const said = match.groups?.["gib"] === undefined ? null : Number(match.groups["gib"]);
      const sibling = said === null ? undefined : accelerators.find((version) => version.memory_gb === said);
      // "RTX 3090 64GB" speaks of the machine's memory: no such card has it
      const isCards = said === null || sibling !== undefined || said <= (accelerator.memory_gb ?? 0);
      if (!isCards) words.putBack(`${said}gb`);
      const count = countOf(match.groups?.["before"] ?? match.groups?.["after"] ?? "1");
      found.push({ accelerator: sibling ?? accelerator, count, gib: isCards ? said : null });
    }
  }
  return found;
}

function countOf(word: string): number {
  const count = /^\d+$/.test(word) ? Number(word) : 2; // "dual", "two"
  return Math.min(Math.max(count, 1), MOST_CARDS);
}

function takeNamed<T extends { words: string }>(words: Words, entries: readonly T[]): T | null {
  return entries.find((entry) => words.take(new RegExp(String.raw`\b${entry.words}\b`)) !== null) ?? null;
}

function chipOf({ chips }: { chips: { up_to_gb: number; id: string }[] }, gigabytes: number): Accelerator | null {
  const id = (chips.find((chip) => gigabytes <= chip.up_to_gb) ?? chips.at(-1))?.id;
  return hardwareFacts().accelerators.find((accelerator) => accelerator.id === id) ?? null;
}

/** `DDR5-5600`, `LPDDR5X 8533`, with channels (2 unless it says so): bytes per second = channels * transfers * 8. */
function takeMemorySpeed(words: Words): Ram | null {
  const match = words.take(/\b((?:lp)?ddr[345]x?)[ -]?(\d{4,5})\b/);
  if (!match) return null;
  const channels = Math.min(words.takeNumber(/\b(\d{1,2})[ -]?(?:channels?|kanal|kanäle)\b/) ?? 2, 24);
  const [, kind = "", transfers = "0"] = match;
  const bytesPerSecond = channels * Math.min(Number(transfers), 20_000) * 1e6 * 8;
  return { name: `${kind.toUpperCase()}-${transfers}, ${channels} x 64 bit`, bytesPerSecond };
}
