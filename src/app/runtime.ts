import { AppError, type Context } from "../core/index.ts";
import {
  createModels,
  createRemoteEngine,
  findProjector,
  leavesMachine,
  openWire,
  requireDoor,
  pullModel,
  readGgufHeader,
  takeFound,
  verifyModel,
  type Encoder,
  type Engine,
  type Hardware,
  type Mirrors,
  type PullProgress,
  type ModelInfo,
  type Models,
  type PackProgress,
  type Usage,
} from "../models/index.ts";
import type { Store } from "../store/index.ts";
import { orAborted } from "./aborted.ts";
import type { ChosenModel } from "./chooseModel.ts";
import type { SetupEvent } from "./events.ts";
import type { Env } from "./home.ts";
import { abilityOf, toOffered } from "./measured.ts";
import { type LocalSettings, createLocalEngine, ensureRunner, type Residents } from "./localModel.ts";
import type { Secrets } from "../guard/index.ts";
import { withSecret } from "./secrets.ts";
import { toServer } from "./server.ts";

/** A model whose engine is there; `ready` resolves when it can answer. */
export interface RunningModel {
  readonly id: string;
  readonly name: string;
  readonly engine: Engine;
  readonly ready: Promise<ModelInfo>;
}

export interface BringOptions {
  home: string;
  env: Env;
  secrets: () => Promise<Secrets>;
  mirrors?: Mirrors | undefined;
  hardware: Hardware;
  residents: Residents;
  settings: LocalSettings;
  emit: (event: SetupEvent) => void;
}

/**
 * Brings a model up, each kind in its way. Returns as soon as loading began. May be cancelled at any time and goes on
 * from there at the next call.
 */
export async function bringModel(chosen: ChosenModel, options: BringOptions, ctx: Context): Promise<RunningModel> {
  const { id, name } = chosen;
  const engine =
    chosen.kind === "remote" ? await bringRemote(chosen, options) : await bringBuiltin(chosen, options, ctx);
  options.emit({ type: "load", name, state: "started" });
  const started = ctx.clock.now();
  const ready = engine.load(ctx).then((info) => {
    options.emit({ type: "load", name, state: "done", ms: ctx.clock.now() - started });
    return info;
  });
  ready.catch((error: unknown) => ctx.log.warn("model did not load", { model: id, error }));
  return { id, name, engine, ready };
}

type LocalModel = Exclude<ChosenModel, { kind: "remote" }>;
type Chosen<K extends ChosenModel["kind"]> = Extract<ChosenModel, { kind: K }>;

/** A model on a server: nothing is fetched. */
async function bringRemote(chosen: Chosen<"remote">, options: BringOptions): Promise<Engine> {
  const { name, settings } = chosen;
  const engine = await toRemoteEngine(chosen, options);
  const { url, package: provider = "" } = settings;
  const place = url === undefined ? provider : new URL(url).host;
  options.emit({ type: "server", name, place, leaves: leavesMachine(settings) });
  return engine;
}

/** Throws E_REFUSED where the owner opened no door to a server elsewhere, E_CONFIG where its key is missing. */
export async function toRemoteEngine(
  chosen: Chosen<"remote">,
  place: Pick<BringOptions, "home" | "env" | "secrets">,
): Promise<Engine> {
  const { id, engine, settings, model } = chosen;
  requireDoor(engine, settings);
  const env = await withSecret(place.env, settings.keyEnv, `engine:${engine}`, place.secrets);
  const server = toServer(engine, settings, { home: place.home, env });
  return createRemoteEngine({ id, model, parallel: settings.parallel, wire: () => openWire(server) });
}

/** Engine pack and weights, fetched where they are missing; a child process loads them when they are first used. */
async function bringBuiltin(chosen: LocalModel, options: BringOptions, ctx: Context): Promise<Engine> {
  const { home, hardware, emit } = options;
  const env = { ...options.env };
  if (chosen.kind !== "file") {
    const { id, name, model, installed, reason } = chosen;
    emit({ type: "model", id, name, bytes: model.bytes, installed, reason });
    refuseTooLarge(name, chosen.kind === "starter" ? chosen.model.memoryBytes : model.bytes, hardware);
  } else await readGgufHeader(chosen.path); // whole, before anything is installed for it
  const onPack = (progress: PackProgress): void => emit({ type: "pack", progress });
  const onServer = (progress: PullProgress): void => emit({ type: "weights", name: "llama-server", progress });
  const { residents, settings } = options;
  const place = { home, env, hardware, residents, settings, onPack, onServer };
  const asked = { id: chosen.id, sha256: digestOf(chosen), projector: await projectorOf(chosen) };
  const runner = await ensureRunner(asked, place, ctx);
  const passedOver = runner.kind === "builtin" ? runner.pack.passedOver : [];
  for (const { name, reason } of passedOver) emit({ type: "packPassed", name, reason });
  const weights = await bringWeights(chosen, options, ctx);
  ctx.signal.throwIfAborted();
  return createLocalEngine({ ...asked, path: weights.path, sha256: weights.sha256 }, runner, place, ctx);
}

const digestOf = (chosen: LocalModel): string | null =>
  chosen.kind !== "file" && "sha256" in chosen.model ? chosen.model.sha256 : null;

/** By its record where there is one; of a file that a person named, what lies beside it. */
async function projectorOf(chosen: LocalModel): Promise<string | null> {
  if (chosen.kind === "file") return findProjector(chosen.path);
  return chosen.kind === "starter" ? null : (chosen.model.projector?.path ?? null);
}

/** Verified weights and their digest; of a file that a person named, only the file. */
async function bringWeights(
  chosen: LocalModel,
  { home, env, mirrors, emit }: BringOptions,
  ctx: Context,
): Promise<{ path: string; sha256: string | null }> {
  if (chosen.kind === "file") return { path: chosen.path, sha256: null };
  const onProgress = (progress: PullProgress): void => emit({ type: "weights", name: chosen.name, progress });
  const options = { home, env: { ...env }, mirrors, onProgress };
  if (chosen.kind === "starter") return pullModel(chosen.model, options, ctx);
  if (chosen.kind === "found") return takeFound(chosen.model, options, ctx);
  if (chosen.model.verified) return chosen.model;
  const { sha256, source, bytes: totalBytes } = chosen.model;
  const onBytes = (receivedBytes: number): void =>
    onProgress({ phase: "verify", source, receivedBytes, totalBytes, bytesPerSecond: 0, etaMs: null });
  return verifyModel(home, sha256, onBytes, ctx);
}

/** Said before more than a gigabyte is fetched for nothing. */
function refuseTooLarge(name: string, needed: number, { ramTotal }: Hardware): void {
  if (needed <= ramTotal) return;
  const toGB = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new AppError(
    "E_MODEL_TOO_LARGE",
    `${name} needs ${toGB(needed)} of memory; this machine has ${toGB(ramTotal)}.`,
    {
      hint: "Choose a smaller model: `kralle models` says what each needs.",
      data: { neededBytes: needed, totalBytes: ramTotal },
    },
  );
}

/** Models for one session: the running engine, what it was measured to do, and a record of every call. */
export function modelsFor(
  model: RunningModel,
  store: Store,
  session: string | null,
  ctx: Context,
  encoder?: (ctx: Context) => Promise<Encoder>,
): Models {
  return createModels({
    engines: async (_task, inner) => {
      const info = await orAborted(model.ready, inner.signal).catch(() => model.engine.load(inner));
      return { engine: model.engine, info: await toOffered(info, store) };
    },
    session,
    ...(encoder === undefined ? {} : { encoder }),
    ability: (picked, inner) => abilityOf(picked, store, inner),
    onUsage: (usage, run) => {
      recordUsage(usage, { model: model.id, session, run }, store, ctx).catch((error: unknown) =>
        ctx.log.warn("usage not recorded", { error }),
      );
    },
  });
}

/** One entry in the record of use. */
export async function recordUsage(
  usage: Usage,
  of: { model: string; session: string | null; run: string | null },
  store: Store,
  ctx: Context,
): Promise<void> {
  const { task, promptTokens, cachedTokens, completionTokens, promptMs, completionMs, wallMs } = usage;
  const entry = { ...of, task, modelMs: promptMs + completionMs, wallMs, ok: completionTokens > 0 };
  await store.usage.record({ ...entry, promptTokens, cachedTokens, completionTokens }, ctx);
}
