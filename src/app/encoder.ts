import type { Context } from "../core/index.ts";
import {
  createEncoder,
  createResidentEncoder,
  ENCODER,
  ensureEnginePack,
  pullEncoder,
  type Encoder,
  type Hardware,
  type Loaded,
} from "../models/index.ts";
import type { SetupEvent } from "./events.ts";
import type { Env } from "./home.ts";
import type { Residents } from "./localModel.ts";

export interface EncoderPlace {
  home: string;
  env: Env;
  hardware: Hardware;
  residents: Residents;
  emit: (event: SetupEvent) => void;
}

/**
 * The encoder with its weights and the engine pack, each fetched where it is missing; loaded when it is first asked, and in memory
 * beside the models as long as all of them fit.
 */
export async function bringEncoder(
  { home, env, hardware, residents, emit }: EncoderPlace,
  ctx: Context,
): Promise<Encoder> {
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
  const { id, sha256, dimensions, memoryBytes } = ENCODER;
  const load = async (inner: Context): Promise<Loaded<Encoder>> => {
    const idleUnloadMs = null; // the residency decides
    const encoder = await createEncoder({
      model: ENCODER,
      packDir: pack.dir,
      modelPath: path,
      idleUnloadMs,
      log: ctx.log,
    });
    await encoder.load(inner).catch(async (thrown: unknown) => {
      await encoder.close();
      throw thrown;
    });
    return {
      value: encoder,
      get residentBytes() {
        return encoder.child?.residentBytes ?? 0;
      },
      close: () => encoder.close(),
    };
  };
  const { residency, turns } = residents;
  const loadable = { id, bytes: memoryBytes, leastBytes: memoryBytes, load };
  return createResidentEncoder({ loadable, residency, turns, model: `${id}@${sha256.slice(0, 12)}`, dimensions });
}
