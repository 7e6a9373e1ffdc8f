import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { Hardware } from "../hardware/index.ts";
import { readJsonOrNull, removeTree, writeJsonAtomically } from "../install/files.ts";
import { ensurePack, installedPack, packFolder } from "./ensure.ts";
import { packChoices, type PackChoice, type PackGpu } from "./name.ts";
import { tryPack } from "./tryPack.ts";
import type { InstalledPack, PackOptions, PackProgress } from "./types.ts";

export interface EnginePack extends InstalledPack {
  gpu: PackGpu;
  /** Packs that would have been faster, and why they are not used. */
  passedOver: { name: string; reason: string }[];
}

export interface EnginePackOptions extends PackOptions {
  hardware: Pick<Hardware, "platform" | "arch" | "libc" | "gpus">;
}

/** After this a pack that failed is tried once more: drivers are updated. */
const RETRY_MS = 24 * 3_600_000;

const verdict = z.object({ cards: z.string(), at: z.number(), reason: z.string().nullable() });
type Verdict = z.output<typeof verdict>;

/**
 * The fastest engine pack that works here: the one for the graphics card, tried in a process of its own when it was just
 * installed or the card changed, else the one for the processor, with the reason. What does not work is removed again and
 * not asked for until a day later. Throws E_PACK, E_DISK_FULL (both only for the last choice) and E_CANCELLED.
 */
export async function ensureEnginePack(options: EnginePackOptions, ctx: Context): Promise<EnginePack> {
  const choices = packChoices(options.hardware);
  const passedOver: EnginePack["passedOver"] = [];
  for (const choice of choices.slice(0, -1)) {
    const found = await ensureTried(choice, options, ctx);
    if (typeof found !== "string") return { ...found, gpu: choice.gpu, passedOver };
    ctx.log.warn("The engine for the graphics card is not used.", { pack: choice.name, reason: found });
    passedOver.push({ name: choice.name, reason: found });
  }
  const last = choices.at(-1);
  if (last === undefined) throw new AppError("E_BUG", "There is no engine pack to choose from.");
  return { ...(await ensurePack(options, ctx, last.name)), gpu: last.gpu, passedOver };
}

/** The pack that `ensureEnginePack` would use now without installing or trying anything; null when it would have to. */
export async function installedEnginePack(
  options: Pick<EnginePackOptions, "home" | "packsDir" | "hardware">,
  now: number,
): Promise<EnginePack | null> {
  const passedOver: EnginePack["passedOver"] = [];
  for (const { name, gpu } of packChoices(options.hardware)) {
    const known = gpu === null || gpu === "metal" ? null : await readVerdict(options, name, now);
    if (typeof known?.reason === "string") passedOver.push({ name, reason: known.reason });
    else {
      const pack = await installedPack(options, name);
      return pack && { ...pack, gpu, passedOver };
    }
  }
  return null;
}

/** Says that a pack which was tried with success does not work after all; the next choice is used for a day. */
export async function rejectPack(
  options: Pick<EnginePackOptions, "home" | "packsDir" | "hardware">,
  name: string,
  reason: string,
  now: number,
): Promise<void> {
  await writeVerdict(options, name, { cards: toCards(options.hardware), at: now, reason });
}

/** The pack, or why it cannot be used. */
async function ensureTried(
  choice: PackChoice,
  options: EnginePackOptions,
  ctx: Context,
): Promise<InstalledPack | string> {
  const { name, gpu } = choice;
  const { onProgress } = options;
  const now = ctx.clock.now();
  const known = await readVerdict(options, name, now);
  if (typeof known?.reason === "string") return known.reason;
  const named = {
    ...options,
    onProgress: onProgress && ((progress: PackProgress) => onProgress({ ...progress, name })),
  };
  let reason: string | null;
  try {
    const pack = await ensurePack(named, ctx, name);
    if (known !== null) return pack;
    onProgress?.({ phase: "try", elapsedMs: ctx.clock.now() - now, name });
    ({ reason } = await tryPack(pack, gpu, options.env, ctx));
    if (reason === null) {
      await writeVerdict(options, name, { cards: toCards(options.hardware), at: now, reason });
      return pack;
    }
    await removeTree(pack.dir);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (ctx.signal.aborted || error.code === "E_CANCELLED") {
      throw new AppError("E_CANCELLED", "Installing the engine was cancelled.", { cause: thrown });
    }
    ({ message: reason } = error);
  }
  await rejectPack(options, name, reason, now);
  return reason;
}

/** What is known of a pack on these cards; null when it has to be tried. */
async function readVerdict(
  options: Pick<EnginePackOptions, "home" | "packsDir" | "hardware">,
  name: string,
  now: number,
): Promise<Verdict | null> {
  const parsed = verdict.safeParse(await readJsonOrNull(await verdictFile(options, name)));
  if (!parsed.success || parsed.data.cards !== toCards(options.hardware)) return null;
  const isOld = parsed.data.reason !== null && now - parsed.data.at > RETRY_MS;
  return isOld ? null : parsed.data;
}

async function writeVerdict(
  options: Pick<EnginePackOptions, "home" | "packsDir">,
  name: string,
  value: Verdict,
): Promise<void> {
  const file = await verdictFile(options, name);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeJsonAtomically(file, value);
}

const verdictFile = async (options: Pick<EnginePackOptions, "home" | "packsDir">, name: string): Promise<string> =>
  `${await packFolder(options, name)}.json`;

/** Changes when a card is added, taken out or replaced. */
function toCards({ gpus }: Pick<Hardware, "gpus">): string {
  const cards = gpus.map(({ vendor, name, memoryBytes }) => `${vendor} ${name} ${memoryBytes}`);
  return createHash("sha256").update(cards.toSorted().join("\n")).digest("hex").slice(0, 16);
}
