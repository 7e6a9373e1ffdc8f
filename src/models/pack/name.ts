import { AppError } from "../../core/index.ts";
import type { Gpu, Hardware } from "../hardware/index.ts";

/** What drives the graphics card that a pack is built for; null: the processor alone. */
export type PackGpu = "cuda" | "vulkan" | "metal" | null;

export interface PackChoice {
  name: string;
  gpu: PackGpu;
}

const METAL: PackChoice = { name: "mac-arm64-metal", gpu: "metal" };
const toCpu = (name: string): PackChoice => ({ name, gpu: null });

const PACKS: Record<string, PackChoice> = {
  "linux/x64": toCpu("linux-x64"),
  "linux/arm64": toCpu("linux-arm64"),
  "darwin/arm64": METAL,
  "darwin/x64": toCpu("mac-x64"),
  "win32/x64": toCpu("win-x64"),
  "win32/arm64": toCpu("win-arm64"),
};

/** Platforms with packs for graphics cards, named `<pack>-cuda` and `<pack>-vulkan`. */
const WITH_GPU_PACKS = ["linux-x64", "win-x64"];

/** Below this a card holds no model worth the download. */
const LEAST_CARD_BYTES = 2e9;

/** Free disk that installing takes: about twice the pack, for npm's cache of it on the same disk. Sizes of 3.21.1. */
const NEEDED_BYTES: readonly [RegExp, number][] = [
  [/-cuda$/, 1_300_000_000],
  [/-vulkan$/, 300_000_000],
];

/** The packs that were really tried; the others are only known to have a complete lock file. */
export const TRIED_PACKS: readonly string[] = ["linux-x64"];

export const neededBytes = (name: string): number =>
  NEEDED_BYTES.find(([pattern]) => pattern.test(name))?.[1] ?? 200_000_000;

/** The engine pack for a machine's processor. Throws E_PACK where no prebuilt engine exists. */
export const packName = (hardware: Pick<Hardware, "platform" | "arch" | "libc">): string => toBasePack(hardware).name;

/**
 * The packs for a machine, the fastest first; the last one runs without a graphics card. A card without memory of its own
 * reads the same memory as the processor, and gains little that is worth another pack.
 */
export function packChoices(hardware: Pick<Hardware, "platform" | "arch" | "libc" | "gpus">): PackChoice[] {
  const base = toBasePack(hardware);
  if (!WITH_GPU_PACKS.includes(base.name)) return [base];
  const cards = hardware.gpus.filter((card) => !card.unified && card.memoryBytes >= LEAST_CARD_BYTES);
  const has = (backends: Gpu["backend"][]): boolean => cards.some(({ backend }) => backends.includes(backend));
  return [
    ...(has(["cuda"]) ? [{ name: `${base.name}-cuda`, gpu: "cuda" as const }] : []),
    ...(cards.length > 0 ? [{ name: `${base.name}-vulkan`, gpu: "vulkan" as const }] : []),
    base,
  ];
}

function toBasePack({ platform, arch, libc }: Pick<Hardware, "platform" | "arch" | "libc">): PackChoice {
  const pack = PACKS[`${platform}/${arch}`];
  if (pack !== undefined && libc !== "musl") return pack;
  const where = libc === "musl" ? `${platform} ${arch} with the musl C library` : `${platform} ${arch}`;
  throw new AppError("E_PACK", `There is no prebuilt engine for ${where}.`, {
    hint: "Use Linux with glibc (x64, arm64), macOS or Windows, for instance a Debian container.",
  });
}
