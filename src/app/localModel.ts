import { join } from "node:path";
import { AppError, toAppError, type Config, type Context } from "../core/index.ts";
import {
  chooseEngine,
  createBuiltinEngine,
  createLlamaServerEngine,
  createResidentEngine,
  ensureEnginePack,
  ensureLlamaServer,
  findLlamaServer,
  readGgufHeader,
  rejectPack,
  toClaim,
  toGpuBudget,
  toGpuBytes,
  type ChildEngine,
  type Encoder,
  type Engine,
  type EnginePack,
  type Hardware,
  type Loadable,
  type Loaded,
  type PackProgress,
  type PullProgress,
  type Residency,
  type ServerProgram,
  type Turns,
} from "../models/index.ts";
import type { Store } from "../store/index.ts";
import type { Env } from "./home.ts";
import { keyOf, speedsOf } from "./measured.ts";

/** Where models of this machine live: their memory, whose turn it is to compute, and what was measured of them. */
export interface Residents {
  residency: Residency<Engine | Encoder>;
  turns: Turns;
  store(): Promise<Store>;
}

export interface LocalWeights {
  id: string;
  path: string;
  sha256: string | null;
  /** The file by which the model sees pictures. */
  projector: string | null;
}

export type LocalSettings = Pick<Config["models"], "reproducible" | "cacheMegabytes" | "engine" | "llamaServer">;

/** Requests that one model answers at once; more wait. */
const SIDE_BY_SIDE = 8;

export interface LocalPlace {
  home: string;
  env: Env;
  hardware: Hardware;
  residents: Residents;
  settings: LocalSettings;
  onPack(progress: PackProgress): void;
  onServer(progress: PullProgress): void;
}

/**
 * An engine over weights that lie here. The model is in memory only while the residency keeps it; each call brings it back.
 * Where the engine for the graphics card turns out not to load the model, the next choice is taken.
 */
export async function createLocalEngine(
  weights: LocalWeights,
  runner: LocalRunner,
  place: LocalPlace,
  ctx: Context,
): Promise<Engine> {
  const header = await readGgufHeader(weights.path);
  const { residency, turns } = place.residents;
  const key = weights.sha256 ?? `name:${weights.id}`;
  const setting = runner.kind === "builtin" ? `builtin ${runner.pack.name}` : "llama-server";
  const store = await place.residents.store();
  const measured = await store.modelMemory.get(key, setting);
  let most = measured ?? 0;
  const { gpus } = place.hardware;
  residency.setGpuBudget(toGpuBudget(gpus));
  const usesCards = runner.kind === "builtin" ? runner.pack.gpu !== null : gpus.length > 0;
  const model: Loadable<Engine> = {
    id: weights.id,
    ...toClaim(header, undefined, measured),
    gpuBytes: usesCards ? toGpuBytes(header) : 0,
    load: (inner) =>
      runner.kind === "builtin"
        ? load(weights, { ...place, onPack: () => undefined }, inner)
        : loadServer(weights, runner.program, place, inner),
    onMeasured(bytes) {
      if (bytes <= most) return; // a quiet session says nothing of a busy one
      most = bytes;
      const keep = store.modelMemory.put(key, setting, bytes, ctx);
      keep.catch((error: unknown) => ctx.log.warn("memory of a model not recorded", { error }));
    },
  };
  return createResidentEngine({ model, residency, turns, priority: "chat" });
}

/** What runs a model here: the built-in engine with its pack, or a llama-server. */
export type LocalRunner = { kind: "builtin"; pack: EnginePack } | { kind: "llama-server"; program: ServerProgram };

/** The engine for a model, installed where it is missing. Throws E_ENGINE_START where one is wanted that is not here. */
export async function ensureRunner(
  { id, sha256, projector }: Omit<LocalWeights, "path">,
  place: LocalPlace,
  ctx: Context,
): Promise<LocalRunner> {
  const { engine: wanted, llamaServer: configured } = place.settings;
  const hasProjector = projector !== null;
  const measured = await speedsOf(keyOf({ digest: sha256, name: id }), await place.residents.store());
  // asking a program what it is takes a tenth of a second, which a request shall not wait for in vain
  const isTried = measured["llama-server"] !== null;
  const matters = wanted === "llama-server" || hasProjector || isTried || place.hardware.gpus.length > 0;
  const program = matters && wanted !== "builtin" ? await findLlamaServer({ env: place.env, configured }, ctx) : null;
  const choice = chooseEngine({ wanted, program, hasProjector, measured, hardware: place.hardware });
  ctx.log.debug("The engine was chosen.", { ...choice, path: program?.path });
  if (choice.engine === "builtin") return { kind: "builtin", pack: await ensureLocalPack(place, ctx) };
  return { kind: "llama-server", program: program ?? (await fetchServer(place, ctx)) };
}

/** The official build, which is fetched only where it is wanted. */
async function fetchServer(place: LocalPlace, ctx: Context): Promise<ServerProgram> {
  const { home, hardware, onServer: onProgress } = place;
  let cause: unknown;
  try {
    const program = await ensureLlamaServer({ home, env: { ...place.env }, hardware, onProgress }, ctx);
    if (program !== null) return program;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "E_MODEL_SOURCES") throw thrown;
    cause = thrown;
  }
  throw new AppError(
    "E_ENGINE_START",
    cause === undefined
      ? "The setting models.engine wants a llama-server; none is here, and there is no official one for this machine."
      : "The setting models.engine wants a llama-server; none is here, and the official one could not be fetched.",
    {
      hint: "Install llama.cpp so that `llama-server` is on PATH, name it in KRALLE_LLAMA_SERVER, or take the setting out.",
      cause,
    },
  );
}

/** The engine pack that works here, installed where it is missing. */
const ensureLocalPack = (place: LocalPlace, ctx: Context): Promise<EnginePack> =>
  ensureEnginePack(
    { home: place.home, hardware: place.hardware, env: { ...place.env }, onProgress: place.onPack },
    ctx,
  );

async function load(weights: LocalWeights, place: LocalPlace, ctx: Context): Promise<Loaded<Engine>> {
  const pack = await ensureLocalPack(place, ctx);
  const { reproducible, cacheMegabytes } = place.settings;
  const states = { folder: join(place.home, "cache", "states"), maxBytes: cacheMegabytes * 1e6 };
  const engine = await createBuiltinEngine({
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
  return toLoaded(engine);
}

async function loadServer(
  weights: LocalWeights,
  program: ServerProgram,
  place: LocalPlace,
  ctx: Context,
): Promise<Loaded<Engine>> {
  const { projector } = weights;
  const engine = await createLlamaServerEngine({
    id: "llama-server",
    program,
    modelPath: weights.path,
    ...(projector === null ? {} : { projectorPath: projector }),
    name: weights.id,
    digest: weights.sha256,
    gpu: place.hardware.gpus.length > 0 ? "auto" : "none",
    reusePrefix: !place.settings.reproducible,
    idleUnloadMs: null, // the residency decides
    log: ctx.log,
  });
  try {
    await engine.load(ctx);
  } catch (thrown) {
    await engine.close();
    throw thrown;
  }
  return toLoaded(engine);
}

const toLoaded = (engine: ChildEngine): Loaded<Engine> => ({
  value: engine,
  get residentBytes() {
    return engine.child?.residentBytes ?? 0;
  },
  close: () => engine.close(),
});
