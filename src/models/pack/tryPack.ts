import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Context } from "../../core/index.ts";
import { toChildEnvironment } from "../engine/childEnvironment.ts";
import { besideFile } from "../engine/process.ts";
import { runProgram } from "../install/program.ts";
import type { PackGpu } from "./name.ts";
import type { InstalledPack, PackOptions } from "./types.ts";

/** What starting a pack's engine on this machine showed; `reason` is null when it uses the card. */
export interface Trial {
  reason: string | null;
  devices: string[];
  memoryBytes: number;
}

const TRY_MS = 60_000;

const answer = z.union([
  z.object({ error: z.string() }),
  z.object({
    gpu: z.string().nullable(),
    devices: z.array(z.string().max(200)).max(64),
    memoryBytes: z.number().nonnegative(),
  }),
]);

/** Starts the engine of a pack in a process of its own, without a model, and looks whether it uses the card. */
export async function tryPack(
  pack: InstalledPack,
  gpu: PackGpu,
  env: PackOptions["env"],
  ctx: Context,
): Promise<Trial> {
  const script = besideFile(fileURLToPath(import.meta.url), "tryChild");
  const options = { env: toChildEnvironment(env), timeoutMs: TRY_MS };
  const { code, stdout, stderr, timedOut } = await runProgram(process.execPath, [script, pack.entry], options, ctx);
  const none = { devices: [], memoryBytes: 0 };
  if (timedOut) return { ...none, reason: `its engine did not start within ${TRY_MS / 1000} s` };
  const parsed = answer.safeParse(parseLine(stdout.trim().split("\n").at(-1) ?? ""));
  if (!parsed.success) {
    const words = stderr.trim().split("\n").at(-1) ?? "";
    return {
      ...none,
      reason: `its engine ended with ${code === null ? "a crash" : `code ${code}`}: ${words.slice(0, 200)}`,
    };
  }
  if ("error" in parsed.data && parsed.data.error.includes("NoBinaryFound")) {
    return { ...none, reason: "its libraries do not load here: the driver of the card or its runtime is missing" };
  }
  if ("error" in parsed.data)
    return { ...none, reason: `its engine does not start: ${parsed.data.error.slice(0, 300)}` };
  const { devices, memoryBytes } = parsed.data;
  const reason = parsed.data.gpu === gpu ? null : `its engine starts without ${gpu}`;
  return { devices, memoryBytes, reason };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // no answer: told by what it lacks
  }
}
