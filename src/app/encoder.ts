import type { Context } from "../core/index.ts";
import { createEncoder, ENCODER, ensureEnginePack, pullEncoder, type Encoder, type Hardware } from "../models/index.ts";
import type { SetupEvent } from "./events.ts";
import type { Env } from "./home.ts";

export interface EncoderPlace {
  home: string;
  env: Env;
  hardware: Hardware;
  emit: (event: SetupEvent) => void;
}

/** The encoder with its weights and the engine pack, each fetched where it is missing; loaded when it is first asked. */
export async function bringEncoder({ home, env, hardware, emit }: EncoderPlace, ctx: Context): Promise<Encoder> {
  const own = { ...env };
  const pack = await ensureEnginePack(
    { home, hardware, env: own, onProgress: (progress) => emit({ type: "pack", progress }) },
    ctx,
  );
  const { path } = await pullEncoder(
    ENCODER,
    { home, env: own, onProgress: (progress) => emit({ type: "weights", name: ENCODER.name, progress }) },
    ctx,
  );
  return createEncoder({ model: ENCODER, packDir: pack.dir, modelPath: path, log: ctx.log });
}
