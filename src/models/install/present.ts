import type { Context } from "../../core/index.ts";
import type { FetchableModel } from "../catalogue/index.ts";
import { digestFile } from "./digest.ts";
import { removeTree, statOrNull } from "./files.ts";
import type { StorePaths } from "./paths.ts";
import type { Meter } from "./progress.ts";
import { isUnchanged, readRecord, writeRecord } from "./record.ts";
import type { Inspect, PulledModel } from "./types.ts";

const STORE = "the store";

/** The model when it is here and looks as it did when it was verified; reads no weights. */
export async function findReady(model: FetchableModel, paths: StorePaths): Promise<PulledModel | null> {
  const record = await readRecord(paths.record);
  if (record?.sha256 !== model.sha256) return null;
  const path = record.path ?? paths.file;
  const stats = await statOrNull(path);
  if (!stats?.isFile() || !isUnchanged(record, stats)) return null;
  return { path, sha256: model.sha256, source: record.source };
}

/** The model when its file is in the store; reads it once. A file with other content is removed, with a warning. */
export async function findAndVerify(
  model: FetchableModel,
  paths: StorePaths,
  meter: Meter,
  inspect: Inspect | undefined,
  ctx: Context,
): Promise<PulledModel | null> {
  const stats = await statOrNull(paths.file);
  if (!stats) return null;
  if (stats.size === model.bytes) {
    meter.begin("verify", STORE, 0);
    const sha256 = await digestFile(paths.file, meter.at, ctx);
    if (sha256 === model.sha256) {
      const inspected = (await inspect?.(paths.file, model).catch(async (thrown: unknown) => {
        await removeTree(paths.file); // the right bytes, and no model: they would be in the way for ever
        throw thrown;
      })) ?? { model, details: undefined };
      const found = { path: paths.file, source: STORE, now: ctx.clock.now(), details: inspected.details };
      await writeRecord(paths, inspected.model, found);
      return { path: paths.file, sha256, source: STORE };
    }
  }
  ctx.log.warn("the stored model was changed or damaged and is fetched again", { model: model.id, path: paths.file });
  await removeTree(paths.file);
  await removeTree(paths.record);
  return null;
}
