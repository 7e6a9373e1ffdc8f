import { mkdir } from "node:fs/promises";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { FetchableModel } from "../catalogue/index.ts";
import { clearPartial, fetchWeights } from "./fetchWeights.ts";
import { findByDigest } from "./foreign/index.ts";
import { codeOf, statOrNull } from "./files.ts";
import { PULL_LIMITS } from "./limits.ts";
import { withLock } from "./lock.ts";
import { storePaths } from "./paths.ts";
import { findAndVerify, findReady } from "./present.ts";
import { createMeter } from "./progress.ts";
import { createFoundSource } from "./sources/local.ts";
import { createSources } from "./sources/index.ts";
import type { PulledModel, PullOptions, Source } from "./types.ts";

/**
 * Makes sure that the weights are in the store and are the right ones, and says where. Sources are tried in order:
 * KRALLE_HOME, KRALLE_MODEL_PATH, then those of the catalogue. May be killed at any time and goes on from there; several
 * processes may pull at once, one of them works. Throws E_MODEL_SOURCES, E_DIGEST_MISMATCH, E_DISK_FULL, E_PULL_BUSY,
 * E_CANCELLED, E_HOME_UNWRITABLE.
 */
export async function pullModel(model: FetchableModel, options: PullOptions, ctx: Context): Promise<PulledModel> {
  const limits = { ...PULL_LIMITS, ...options.limits };
  const paths = options.paths ?? storePaths(options.home, model.sha256);
  const sources = createSources(model, paths, options, limits);
  // Another program may keep these very bytes; a part of a split model must lie beside the others and is fetched.
  const isReady = options.paths !== undefined || (await findReady(model, paths)) !== null;
  const here = isReady ? [] : await findByDigest(options.env, model.sha256, model.bytes);
  const own = here.length > 0 ? [createFoundSource(here)] : [];
  return pullFrom([...own, ...sources], model, options, ctx);
}

/** `pullModel` with sources of the caller's choice. */
export async function pullFrom(
  sources: Source[],
  model: FetchableModel,
  options: PullOptions,
  ctx: Context,
): Promise<PulledModel> {
  const paths = options.paths ?? storePaths(options.home, model.sha256);
  const { inspect, statfs } = options;
  const limits = { ...PULL_LIMITS, ...options.limits };
  const meter = createMeter(model.bytes, ctx.clock, options.onProgress ?? (() => undefined));
  const finish = async (pulled: PulledModel): Promise<PulledModel> => {
    await clearPartial(paths); // a pull that was killed at its very end has left it
    meter.begin("done", pulled.source, model.bytes);
    return pulled;
  };
  let waiting = false;
  const showOther = async (): Promise<void> => {
    const received = (await statOrNull(paths.partial))?.size ?? 0;
    if (waiting) meter.at(received);
    else meter.begin("wait", "", received);
    waiting = true;
  };
  try {
    ctx.signal.throwIfAborted();
    const ready = await findReady(model, paths);
    if (ready) return await finish(ready);
    await mkdir(paths.folder, { recursive: true, mode: 0o700 });
    const pulled = await withLock(
      paths.lock,
      { what: model.name, waitMs: options.waitMs, onWait: showOther },
      async () =>
        (await findReady(model, paths)) ??
        (await findAndVerify(model, paths, meter, inspect, ctx)) ??
        (await fetchWeights({ model, sources, paths, limits, meter, statfs, inspect }, ctx)),
      ctx,
    );
    return await finish(pulled);
  } catch (thrown) {
    throw toPullError(thrown, options.home, ctx);
  }
}

export function toPullError(thrown: unknown, home: string, ctx: Context): AppError {
  if (ctx.signal.aborted) {
    return new AppError("E_CANCELLED", "Fetching the model was cancelled.", {
      hint: "What was received is kept; the next try goes on from there.",
      cause: thrown,
    });
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(codeOf(thrown))) {
    return new AppError("E_HOME_UNWRITABLE", `${home} cannot be written (${codeOf(thrown)}).`, {
      hint: "Set KRALLE_HOME to a folder that you may write to.",
      cause: thrown,
    });
  }
  return toAppError(thrown);
}
