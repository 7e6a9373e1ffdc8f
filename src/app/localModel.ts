import { join } from "node:path";
import { toAppError, type Config, type Context } from "../core/index.ts";
import {
  createBuiltinEngine,
  createResidentEngine,
  ensureEnginePack,
  readGgufHeader,
  rejectPack,
  toClaim,
  type Engine,
  type EnginePack,
  type Hardware,
  type Loadable,
  type Loaded,
  type PackProgress,
  type Residency,
  type Turns,
} from "../models/index.ts";
import type { Store } from "../store/index.ts";
import type { Env } from "./home.ts";

/** Where models of this machine live: their memory, whose turn it is to compute, and what was measured of them. */
export interface Residents {
  residency: Residency<Engine>;
  turns: Turns;
  store(): Promise<Store>;
}

export interface LocalWeights {
  id: string;
  path: string;
  sha256: string | null;
}

export type LocalSettings = Pick<Config["models"], "reproducible" | "cacheMegabytes">;

/** Requests that one model answers at once; more wait. */
const SIDE_BY_SIDE = 8;

export interface LocalPlace {
  home: string;
  env: Env;
  hardware: Hardware;
  residents: Residents;
  settings: LocalSettings;
  onPack(progress: PackProgress): void;
}

/**
 * An engine over weights that lie here. The model is in memory only while the residency keeps it; each call brings it back.
 * Where the engine for the graphics card turns out not to load the model, the next choice is taken.
 */
export async function createLocalEngine(
  weights: LocalWeights,
  pack: EnginePack,
  place: LocalPlace,
  ctx: Context,
): Promise<Engine> {
  const header = await readGgufHeader(weights.path);
  const { residency, turns } = place.residents;
  const key = weights.sha256 ?? `name:${weights.id}`;
  const setting = `builtin ${pack.name}`;
  const store = await place.residents.store();
  const measured = await store.modelMemory.get(key, setting);
  const model: Loadable<Engine> = {
    id: weights.id,
    ...toClaim(header, undefined, measured),
    load: (inner) => load(weights, { ...place, onPack: () => undefined }, inner),
    onMeasured(bytes) {
      const keep = store.modelMemory.put(key, setting, bytes, ctx);
      keep.catch((error: unknown) => ctx.log.warn("memory of a model not recorded", { error }));
    },
  };
  return createResidentEngine({ model, residency, turns, priority: "chat" });
}

/** The engine pack that works here, installed where it is missing. */
export const ensureLocalPack = (place: LocalPlace, ctx: Context): Promise<EnginePack> =>
  ensureEnginePack(
    { home: place.home, hardware: place.hardware, env: { ...place.env }, onProgress: place.onPack },
    ctx,
  );

async function load(weights: LocalWeights, place: LocalPlace, ctx: Context): Promise<Loaded<Engine>> {
  const pack = await ensureLocalPack(place, ctx);
  const { reproducible, cacheMegabytes } = place.settings;
  const states = { folder: join(place.home, "cache", "states"), maxBytes: cacheMegabytes * 1e6 };
  const engine = createBuiltinEngine({
    id: "builtin",
    packDir: pack.dir,
    modelPath: weights.path,
    name: weights.id,
    digest: weights.sha256,
    gpu: pack.gpu !== null,
    parallel: SIDE_BY_SIDE,
    states: cacheMegabytes === 0 ? null : states,
    reusePrefix: !reproducible,
    idleUnloadMs: null, // the residency decides
    log: ctx.log,
  });
  try {
    await engine.load(ctx);
  } catch (thrown) {
    await engine.close();
    const error = toAppError(thrown);
    const isCard = pack.gpu === "cuda" || pack.gpu === "vulkan";
    if (!isCard || error.code !== "E_ENGINE_START" || ctx.signal.aborted) throw thrown;
    ctx.log.warn("The engine for the graphics card does not load the model.", { pack: pack.name, error });
    await rejectPack(place, pack.name, error.message, ctx.clock.now());
    return load(weights, place, ctx);
  }
  return {
    value: engine,
    get residentBytes() {
      return engine.child?.residentBytes ?? 0;
    },
    close: () => engine.close(),
  };
}
