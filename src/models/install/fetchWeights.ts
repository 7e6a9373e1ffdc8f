import { rename } from "node:fs/promises";
import { AppError, type Context } from "../../core/index.ts";
import type { FetchableModel } from "../catalogue/index.ts";
import { adoptFile } from "./adopt.ts";
import { digestFile } from "./digest.ts";
import { removeTree } from "./files.ts";
import { openPartial, type PartialFile } from "./partial.ts";
import type { StorePaths } from "./paths.ts";
import type { Meter } from "./progress.ts";
import { writeRecord, type FoundWeights } from "./record.ts";
import { ensureSpace } from "./space.ts";
import { SourceFault, type Inspect, type PulledModel, type PullLimits, type Source, type StatFs } from "./types.ts";

export interface FetchJob {
  model: FetchableModel;
  sources: Source[];
  paths: StorePaths;
  limits: PullLimits;
  meter: Meter;
  statfs: StatFs | undefined;
  inspect: Inspect | undefined;
}

/** What became of the sources in this pull. */
interface Outcome {
  /** One line for each source that could not deliver. */
  failures: Map<string, string>;
  /** Sources whose bytes had another digest. */
  liars: Set<string>;
}

/**
 * Fetches from the sources in order until the file is whole and has the right digest. A source may go on where another one
 * broke off. When the digest is wrong, the file is removed: a single deliverer is the liar and is left out from then on;
 * where several delivered parts it cannot be told who lied, so each is tried again alone. Each round drops at least one
 * source or ends the search, so it ends.
 */
export async function fetchWeights(job: FetchJob, ctx: Context): Promise<PulledModel> {
  const { model, paths, limits } = job;
  const outcome: Outcome = { failures: new Map(), liars: new Set() };
  const partial = await openPartial(paths, limits.checkpointBytes);
  let whole: PulledModel | null = null;
  try {
    whole = (await fillFrom(job.sources, partial, job, outcome, ctx)) ?? (await retryAlone(partial, job, outcome, ctx));
  } finally {
    await partial.close();
  }
  if (!whole) throw noSource(model, outcome);
  return whole;
}

/** What is left of fetching once the weights are installed. */
export async function clearPartial(paths: StorePaths): Promise<void> {
  for (const left of [paths.partial, paths.partialState, paths.parts]) await removeTree(left);
}

async function retryAlone(
  partial: PartialFile,
  job: FetchJob,
  outcome: Outcome,
  ctx: Context,
): Promise<PulledModel | null> {
  if (outcome.liars.size === 0) return null; // nobody delivered a whole file; asking again would not help
  for (const source of job.sources) {
    if (outcome.liars.has(source.name) || outcome.failures.has(source.name)) continue;
    await partial.reset();
    const whole = await fillFrom([source], partial, job, outcome, ctx);
    if (whole) return whole;
  }
  return null;
}

async function fillFrom(
  sources: Source[],
  partial: PartialFile,
  job: FetchJob,
  outcome: Outcome,
  ctx: Context,
): Promise<PulledModel | null> {
  for (const source of sources) {
    if (partial.received < job.model.bytes) {
      const found = await trySource(source, partial, job, outcome, ctx);
      if (found) return found;
    }
    if (partial.received < job.model.bytes) continue;
    const whole = await settle(partial, job, outcome, ctx);
    if (whole) return whole;
    break; // the rest is asked alone
  }
  return null;
}

/** Lets one source deliver. Returns a model only when it was a file of this machine. */
async function trySource(
  source: Source,
  partial: PartialFile,
  job: FetchJob,
  outcome: Outcome,
  ctx: Context,
): Promise<PulledModel | null> {
  const { model, meter, paths } = job;
  const remaining = model.bytes - partial.received;
  await ensureSpace(paths.folder, source.space(remaining), `Fetching ${model.name}`, job.statfs);
  meter.begin("probe", source.name, partial.received);
  const show = showDownload(meter, source, partial);
  try {
    const offer = await source.open(partial.received, show, ctx);
    if (offer.kind === "unavailable") throw new SourceFault(offer.reason);
    if (offer.kind === "files") return await tryFiles(offer, source, job, outcome, ctx);
    for await (const piece of offer.pieces) {
      ctx.signal.throwIfAborted();
      if (piece.type === "joined") await partial.checkpoint();
      else {
        const rest = model.bytes - partial.received;
        if (piece.bytes.length > rest) throw new SourceFault("delivered more bytes than the model has");
        await partial.append(piece.bytes, source.name);
        show();
      }
    }
    if (partial.received < model.bytes) throw new SourceFault(`broke off at byte ${partial.received}`);
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    if (!(thrown instanceof SourceFault)) throw thrown;
    outcome.failures.set(source.name, thrown.message);
    ctx.log.info("a source of weights failed", { source: source.name, reason: thrown.message });
  } finally {
    await partial.checkpoint();
  }
  return null;
}

/** Shows what is in the file together with what a source has on disk beside it. */
function showDownload(meter: Meter, source: Source, partial: PartialFile): (pending?: number) => void {
  let begun = false;
  let beside = 0;
  return (pending = beside) => {
    beside = pending;
    if (!begun) meter.begin("download", source.name, partial.received);
    begun = true;
    meter.at(partial.received + beside);
  };
}

/** Checks the digest of the whole file; moves it into the store, or removes it and says who lied. */
async function settle(
  partial: PartialFile,
  job: FetchJob,
  outcome: Outcome,
  ctx: Context,
): Promise<PulledModel | null> {
  const { model, meter, paths } = job;
  const by = partial.contributors.join(" + ") || "an earlier pull";
  meter.begin("verify", by, 0);
  const sha256 = await digestFile(paths.partial, meter.at, ctx);
  if (sha256 === model.sha256) {
    const inspected = await inspect(paths.partial, job).catch(async (thrown: unknown) => {
      await partial.reset(); // the source's own bytes are no model: fetching the rest of them again would not help
      throw thrown;
    });
    await rename(paths.partial, paths.file);
    await record(inspected, { path: paths.file, source: by }, job, ctx);
    return { path: paths.file, sha256, source: by };
  }
  ctx.log.warn("the bytes that were delivered have a wrong SHA-256 and were removed", {
    model: model.id,
    source: by,
    expected: model.sha256,
    actual: sha256,
  });
  if (partial.contributors.length === 1) outcome.failures.delete(by);
  outcome.liars.add(by);
  await partial.reset();
  return null;
}

/** Files of this machine: the first with the right digest is taken; others are the person's own and are left alone. */
async function tryFiles(
  offer: { paths: string[]; inPlace?: boolean },
  source: Source,
  job: FetchJob,
  outcome: Outcome,
  ctx: Context,
): Promise<PulledModel | null> {
  const { model, meter, paths } = job;
  for (const candidate of offer.paths) {
    meter.begin("verify", candidate, 0);
    const sha256 = await digestFile(candidate, meter.at, ctx);
    if (sha256 === model.sha256) {
      const inspected = await inspect(candidate, job);
      const path = offer.inPlace === true ? candidate : await adoptFile(candidate, paths, job.statfs, ctx);
      await record(inspected, { path, source: candidate }, job, ctx);
      return { path, sha256, source: candidate };
    }
    ctx.log.warn("a file has the size of the model but another SHA-256", { path: candidate, actual: sha256 });
  }
  outcome.failures.set(source.name, "has the right size but another SHA-256");
  return null;
}

type Inspected = Awaited<ReturnType<Inspect>> | null;

const inspect = async (path: string, job: FetchJob): Promise<Inspected> =>
  job.inspect ? await job.inspect(path, job.model) : null;

async function record(
  inspected: Inspected,
  found: Pick<FoundWeights, "path" | "source">,
  job: FetchJob,
  ctx: Context,
): Promise<void> {
  const { model, details } = inspected ?? { model: job.model, details: undefined };
  await writeRecord(job.paths, model, { ...found, now: ctx.clock.now(), details });
}

function noSource(model: FetchableModel, { failures, liars }: Outcome): AppError {
  const lines = [...failures].map(([name, reason]) => `- ${name}: ${reason}`);
  const hint = `Fetch ${model.file} (${model.bytes} bytes) on another machine, set KRALLE_MODEL_PATH to the file or its folder, and try again.`;
  const data = { model: model.id, failures: Object.fromEntries(failures), liars: [...liars] };
  if (liars.size > 0) {
    const lied = [...liars].map((name) => `- ${name}: delivered bytes with another SHA-256`);
    return new AppError(
      "E_DIGEST_MISMATCH",
      [`${model.name} was delivered with a wrong SHA-256 and removed:`, ...lied, ...lines].join("\n"),
      { hint, data },
    );
  }
  return new AppError("E_MODEL_SOURCES", [`No source could deliver ${model.name}:`, ...lines].join("\n"), {
    hint,
    data,
  });
}
