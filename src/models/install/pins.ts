import { join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import { readJsonOrNull, writeJsonAtomically } from "./files.ts";
import { withLock } from "./lock.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const pinSchema = z.object({
  /** Of the one file, or of the list of all parts. */
  sha256,
  bytes: z.number(),
  /** Of the file by which it sees pictures. */
  projector: sha256.optional(),
  /** Who said so first, in words for a person. */
  source: z.string(),
  /** ISO 8601 */
  pinnedAt: z.string(),
});
const pinsSchema = z.object({ schema: z.literal(1), pins: z.record(z.string(), pinSchema) });

/** What a name of a source stood for when it was first fetched. */
export type Pin = z.infer<typeof pinSchema>;

const pinsPath = (home: string): string => join(home, "models", "pins.json");

/** The content that this name had at its first pull; null before. */
export async function readPin(home: string, reference: string): Promise<Pin | null> {
  const { pins } = await readPins(home);
  return Object.hasOwn(pins, reference) ? (pins[reference] ?? null) : null;
}

/** Remembers the content of a name. Several processes may do so at once. */
export async function writePin(home: string, reference: string, pin: Pin, ctx: Context): Promise<void> {
  const lock = join(home, "models", ".lock", "pins.sqlite");
  const write = async (): Promise<void> => {
    const { pins } = await readPins(home);
    await writeJsonAtomically(pinsPath(home), { schema: 1, pins: { ...pins, [reference]: pin } });
  };
  await withLock(lock, { what: "the list of pins" }, write, ctx);
}

/** Throws E_DIGEST_MISMATCH with both digests when a name stands for other bytes than at the first pull. */
export function checkPin(
  reference: string,
  pin: Pin | null,
  now: { sha256: string; projector?: string | undefined; source: string },
): void {
  if (pin === null) return;
  const [then, is] = pin.sha256 === now.sha256 ? [pin.projector, now.projector] : [pin.sha256, now.sha256];
  if (then === is || then === undefined || is === undefined) return;
  throw new AppError(
    "E_DIGEST_MISMATCH",
    `${reference} has the SHA-256 ${is} at ${now.source} now; when it was first fetched (${pin.pinnedAt.slice(0, 10)}) it had ${then}.`,
    {
      hint: "If you expect a new version of the model, take it with --repin; else do not trust this source.",
      data: { reference, expected: then, actual: is },
    },
  );
}

async function readPins(home: string): Promise<z.infer<typeof pinsSchema>> {
  const path = pinsPath(home);
  const raw = await readJsonOrNull(path);
  if (raw === null) return { schema: 1, pins: {} };
  const parsed = pinsSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  // Forgetting pins silently would let a source change bytes unseen.
  throw new AppError("E_CONFIG", `${path}, the list of digests of fetched models, is damaged.`, {
    hint: "Correct or remove it; without it the next pull of a name takes whatever its source has.",
    cause: parsed.error,
  });
}
