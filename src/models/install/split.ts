import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import type { FetchableModel, SourceSpec } from "../catalogue/index.ts";
import { statOrNull } from "./files.ts";
import { withLock } from "./lock.ts";
import { storePaths, type StorePaths } from "./paths.ts";
import { splitPaths } from "./splitPaths.ts";
import { pullModel } from "./pull.ts";
import { createInspect, type KnownDetails } from "./inspect.ts";
import { isUnchanged, readRecord, stampOf, writeRecord, type StoredRecord } from "./record.ts";
import { ensureSpace } from "./space.ts";
import type { PulledModel, PullOptions, PullProgress } from "./types.ts";

export interface Part {
  file: string;
  bytes: number;
  sha256: string;
  sources: SourceSpec[];
}

/** The digest of a split model: that of the list of its parts, so that it stands for all their bytes. */
export function digestOfParts(parts: readonly Pick<Part, "file" | "bytes" | "sha256">[]): string {
  const hash = createHash("sha256");
  for (const { file, bytes, sha256 } of parts) hash.update(`${sha256} ${bytes} ${file}\n`);
  return hash.digest("hex");
}

/** The parts as the record has them, when each looks as it did when it was verified. */
async function findReadyParts(record: StoredRecord, first: string): Promise<boolean> {
  for (const part of record.parts ?? []) {
    const stats = await statOrNull(join(dirname(first), part.file));
    if (!stats?.isFile() || !isUnchanged(part, stats)) return false;
  }
  return true;
}

/**
 * Fetches all parts, each verified by its own digest and kept under its name; the model counts as installed when the last
 * one is there. A killed pull goes on in the part where it was. Throws as `pullModel` does.
 */
export async function pullSplit(
  model: FetchableModel,
  parts: readonly Part[],
  details: KnownDetails,
  options: PullOptions,
  ctx: Context,
): Promise<PulledModel> {
  const paths = splitPaths(options.home, model.sha256, model.file);
  const folder = dirname(paths.file);
  const work = async (): Promise<PulledModel> => {
    const known = await readRecord(paths.record);
    const ready = known?.sha256 === model.sha256 && (await findReadyParts(known, paths.file));
    if (ready) return { path: paths.file, sha256: model.sha256, source: known.source };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await ensureSpace(folder, await missingBytes(folder, parts), `Fetching ${model.name}`, options.statfs);
    let source = "";
    let done = 0;
    for (const [index, part] of parts.entries()) {
      const inspect = createInspect(details, { index, count: parts.length });
      const one = { ...model, ...part };
      const before = done;
      const own = { ...partOptions(options, folder, part, model.bytes, before), inspect };
      const pulled = await pullModel(one, own, ctx);
      done += part.bytes;
      source = pulled.source;
    }
    const stamped = await stampParts(folder, parts);
    const inspected = await createInspect(details, { index: 0, count: parts.length })(paths.file, model);
    const found = { path: paths.file, source, now: ctx.clock.now(), details: inspected.details, parts: stamped };
    await writeRecord(paths, inspected.model, found);
    return { path: paths.file, sha256: model.sha256, source };
  };
  const wait = (): void => options.onProgress?.(toWaiting(model.bytes));
  return withLock(paths.lock, { what: model.name, waitMs: options.waitMs, onWait: wait }, work, ctx);
}

function partOptions(options: PullOptions, folder: string, part: Part, total: number, before: number): PullOptions {
  const own = storePaths(options.home, part.sha256);
  const paths: StorePaths = {
    ...own,
    file: join(folder, part.file),
    record: join(folder, `${part.file}.json`),
    folder,
  };
  const onProgress = (progress: PullProgress): void => {
    const { phase, receivedBytes, bytesPerSecond } = progress;
    if (phase === "done" && before + part.bytes < total) return;
    const received = before + receivedBytes;
    const etaMs = bytesPerSecond > 0 ? Math.round(((total - received) * 1000) / bytesPerSecond) : null;
    options.onProgress?.({ ...progress, receivedBytes: received, totalBytes: total, etaMs });
  };
  return { ...options, paths, onProgress };
}

async function missingBytes(folder: string, parts: readonly Part[]): Promise<number> {
  let bytes = 0;
  for (const part of parts) {
    const stats = await statOrNull(join(folder, part.file));
    if (stats?.size !== part.bytes) bytes += part.bytes;
  }
  return bytes;
}

export async function stampParts(
  folder: string,
  parts: readonly Pick<Part, "file" | "bytes" | "sha256">[],
): Promise<NonNullable<StoredRecord["parts"]>> {
  const stamped: NonNullable<StoredRecord["parts"]> = [];
  for (const { file, bytes, sha256 } of parts) {
    const stats = await statOrNull(join(folder, file));
    if (!stats)
      throw new AppError("E_MODEL_CORRUPT", `${join(folder, file)} vanished while it was installed.`, {
        hint: "Fetch the model again.",
      });
    stamped.push({ file, bytes, sha256, verified: stampOf(stats) });
  }
  return stamped;
}

function toWaiting(totalBytes: number): PullProgress {
  return { phase: "wait", source: "", receivedBytes: 0, totalBytes, bytesPerSecond: 0, etaMs: null };
}
