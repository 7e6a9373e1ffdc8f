import type { Context } from "../../core/index.ts";
import type { FetchableModel } from "../catalogue/index.ts";
import { createInspect, type KnownDetails } from "./inspect.ts";
import { projectorPath, storePaths, type StorePaths } from "./paths.ts";
import { pullModel } from "./pull.ts";
import type { Details } from "./record.ts";
import type { ResolvedFile } from "./resolve/index.ts";
import type { PullOptions } from "./types.ts";

/**
 * Fetches the second file of a model that sees pictures, beside its weights and by its own digest. It comes first, so that a
 * model never counts as installed without its eyes. Throws as `pullModel` does.
 */
export async function pullProjector(
  projector: ResolvedFile | null,
  weights: FetchableModel,
  details: KnownDetails,
  options: PullOptions,
  ctx: Context,
): Promise<Details["projector"]> {
  if (projector === null) return undefined;
  const own = storePaths(options.home, projector.sha256);
  const file = projectorPath(storePaths(options.home, weights.sha256));
  const paths: StorePaths = { ...own, file, record: `${file}.json` };
  const onProgress: PullOptions["onProgress"] = (progress) => {
    if (progress.phase !== "done") options.onProgress?.(progress);
  };
  const model: FetchableModel = { ...weights, ...projector, name: `the projector of ${weights.name}` };
  await pullModel(model, { ...options, paths, onProgress, inspect: createInspect(details, null) }, ctx);
  const { bytes, sha256 } = projector;
  return { bytes, sha256 };
}
