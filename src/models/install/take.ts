import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { listStarters, quantisationOf, toNameKey, type FetchableModel } from "../catalogue/index.ts";
import { adoptFile } from "./adopt.ts";
import { digestFile } from "./digest.ts";
import { codeOf, statOrNull } from "./files.ts";
import { toModelId, type FoundModel } from "./foreign/index.ts";
import { createInspect, type KnownDetails } from "./inspect.ts";
import { installedModels, readInstalled, type InstalledModel } from "./installed.ts";
import { withLock } from "./lock.ts";
import { partNames, readGgufHeader } from "../gguf/index.ts";
import { projectorPath, storePaths, type StorePaths } from "./paths.ts";
import { createMeter, type Meter } from "./progress.ts";
import { toPullError } from "./pull.ts";
import { writeRecord, type Details } from "./record.ts";
import { digestOfParts, stampParts } from "./split.ts";
import { splitPaths } from "./splitPaths.ts";
import type { PullOptions } from "./types.ts";

export interface ImportRequest {
  /** A GGUF file; of a split model any part, the others lie beside it. */
  path: string;
  /** How it is to be called; by default as the file is. */
  name: string | null;
  /** Use it where it lies instead of bringing it into the store. */
  inPlace: boolean;
  /** The second file of a model that sees pictures (`mmproj-….gguf`). */
  projector?: string | null;
}

interface TakenFile {
  path: string;
  bytes: number;
  /** What it must have; null where nobody knows. */
  sha256: string | null;
}

interface DigestedFile {
  file: string;
  bytes: number;
  sha256: string;
  mtimeMs: number;
}

interface Taking {
  files: TakenFile[];
  projector: TakenFile | null;
  id: string;
  /** A person chose the name. */
  isNamed: boolean;
  name: string;
  source: string;
  inPlace: boolean;
  origin: Details["origin"];
  reference: string | null;
  quantisation: string | null;
}

/** What llama.cpp's converters call it, whatever is inside. */
const PROJECTOR_ARCHITECTURE = "clip";
const NAME = /^[A-Za-z0-9][\w.:-]{0,99}$/;

/**
 * Takes a GGUF file of this machine as a model: its bytes are hashed, its head is checked, and it comes into the store
 * without a second copy where the disk allows that, or stays where it lies. Bytes that the catalogue knows are what it calls
 * them. A projector is kept beside it, also when the model itself is here already. Throws E_NOT_FOUND, E_MODEL_CORRUPT,
 * E_EXISTS when the name stands for other bytes, E_INPUT, E_DISK_FULL.
 */
export async function importFile(request: ImportRequest, options: PullOptions, ctx: Context): Promise<InstalledModel> {
  const path = resolve(request.path);
  if (request.name !== null && !NAME.test(request.name)) {
    throw new AppError("E_INPUT", `"${request.name.slice(0, 100)}" cannot be the name of a model.`, {
      hint: "Use letters, digits, and . _ : - between them; at most 100 of them.",
    });
  }
  const names = partNames(basename(path)) ?? [basename(path)];
  const files: TakenFile[] = [];
  for (const name of names) files.push(await toFile(join(dirname(path), name), names.length));
  const base = basename(path).replace(/\.gguf$/i, "");
  const id = request.name ?? toModelId(basename(path));
  const common = {
    source: path,
    origin: "file" as const,
    reference: null,
    projector: request.projector ? await toProjector(resolve(request.projector)) : null,
    quantisation: quantisationOf(base),
  };
  const name = request.name ?? base;
  const taking: Taking = { ...common, files, id, name, isNamed: request.name !== null, inPlace: request.inPlace };
  return take(taking, options, ctx);
}

/**
 * Takes a model out of another program's store, in place: what its store says of its digest is checked, its head is read,
 * and it counts as installed from then on. Nothing of the other program is changed. Throws E_MODEL_CORRUPT, E_MODEL_UNKNOWN
 * with the reason when it is one that cannot be loaded.
 */
export async function takeFound(found: FoundModel, options: PullOptions, ctx: Context): Promise<InstalledModel> {
  if (found.reason !== null) {
    throw new AppError("E_MODEL_UNKNOWN", `${found.name} is on this machine, but cannot be used: ${found.reason}.`, {
      hint: "Fetch it from another source: `kralle models search` finds it.",
    });
  }
  const { files, projector, id, name, reference, quantisation, store } = found;
  const here = (await installedModels(options.home, ctx)).find(({ path }) => path === files[0]?.path);
  if (here?.verified) return here;
  const origin = store === "huggingface" ? "hub" : store;
  const source = `${{ ollama: "Ollama", lmstudio: "LM Studio", huggingface: "the Hugging Face cache" }[store]} on this machine`;
  const common = { files, projector, id, name, isNamed: false, reference, quantisation };
  return take({ ...common, origin, source, inPlace: true }, options, ctx);
}

async function take(taking: Taking, options: PullOptions, ctx: Context): Promise<InstalledModel> {
  try {
    return await takeFiles(taking, options, ctx);
  } catch (thrown) {
    throw toPullError(thrown, options.home, ctx);
  }
}

async function takeFiles(taking: Taking, options: PullOptions, ctx: Context): Promise<InstalledModel> {
  const { home } = options;
  const bytes = taking.files.reduce((sum, file) => sum + file.bytes, 0);
  const meter = createMeter(bytes, ctx.clock, options.onProgress ?? (() => undefined));
  const parts = await digestAll(taking.files, taking.source, meter, ctx);
  const [eyes] = taking.projector ? await digestAll([taking.projector], taking.source, meter, ctx) : [];
  const [first] = parts;
  if (!first) throw new AppError("E_BUG", `${taking.name} has no file.`);
  const sha256 = parts.length === 1 ? first.sha256 : digestOfParts(parts);
  const here = await readInstalled(home, sha256);
  const isMore = taking.origin === "file" && eyes !== undefined && here?.projector?.sha256 !== eyes.sha256;
  if (here?.verified && !isMore) return here;
  const known = listStarters().find((starter) => starter.sha256 === sha256);
  if (!known) await refuseTakenName(taking, sha256, home, ctx);
  const { origin, reference, quantisation } = taking;
  const details: KnownDetails = {
    quantisation: known?.quantisation ?? quantisation ?? "unknown",
    origin: known ? "catalogue" : origin,
    pinned: known ? "catalogue" : "import",
    reference,
    knowsContext: known !== undefined,
    knowsLicence: known !== undefined,
  };
  const model: FetchableModel = known ?? {
    id: here && !taking.isNamed ? here.id : taking.id,
    name: here && !taking.isNamed ? here.name : taking.name,
    quantisation: quantisation ?? "unknown",
    file: first.file,
    bytes,
    sha256,
    licence: "unknown",
    contextTokens: 4096,
    sources: [],
  };
  for (const [index, { path }] of taking.files.entries()) {
    await createInspect(details, { index, count: parts.length })(path, model);
  }
  const path = taking.files[0]?.path ?? "";
  const paths = parts.length === 1 ? storePaths(home, sha256) : splitPaths(home, sha256, first.file);
  const work = async (): Promise<void> => {
    await mkdir(dirname(paths.file), { recursive: true, mode: 0o700 });
    const placed = taking.inPlace ? path : await adoptAll(taking, paths, options, ctx);
    const seeing = await adoptProjector(taking, eyes, storePaths(home, sha256), options, ctx);
    await refuseChanged(taking.files, parts);
    const inspected = await createInspect(details, { index: 0, count: parts.length })(placed, model);
    const stamped = parts.length === 1 ? undefined : await stampParts(dirname(placed), parts);
    const found = {
      path: placed,
      source: taking.source,
      now: ctx.clock.now(),
      details: { ...inspected.details, ...seeing },
    };
    await writeRecord(paths, inspected.model, { ...found, parts: stamped });
  };
  await withLock(paths.lock, { what: taking.name, waitMs: options.waitMs }, work, ctx);
  meter.begin("done", taking.source, bytes);
  const installed = await readInstalled(home, sha256);
  if (!installed) throw new AppError("E_BUG", `The weights ${sha256} vanished after they were taken.`);
  return installed;
}

/** Hashes every file; one that is not what its store calls it is refused. */
async function digestAll(
  files: readonly TakenFile[],
  source: string,
  meter: Meter,
  ctx: Context,
): Promise<DigestedFile[]> {
  meter.begin("verify", source, 0);
  const parts: DigestedFile[] = [];
  let before = 0;
  for (const { path, bytes, sha256: wanted } of files) {
    const start = before;
    const stats = await statOrNull(path);
    const sha256 = await digestFile(path, (done) => meter.at(start + done), ctx);
    if (wanted !== null && wanted !== sha256) {
      throw new AppError("E_MODEL_CORRUPT", `${path} has the SHA-256 ${sha256}, not ${wanted}.`, {
        hint: "The program that keeps it has a damaged copy: fetch it again there.",
        data: { expected: wanted, actual: sha256 },
      });
    }
    before += bytes;
    parts.push({ file: basename(path), bytes, sha256, mtimeMs: stats?.mtimeMs ?? 0 });
  }
  return parts;
}

/** Somebody may write a file while it is taken; then what was hashed is not what came in. */
async function refuseChanged(files: readonly TakenFile[], before: readonly DigestedFile[]): Promise<void> {
  for (const [at, { path, bytes }] of files.entries()) {
    const stats = await statOrNull(path);
    if (stats?.size === bytes && stats.mtimeMs === before[at]?.mtimeMs) continue;
    throw new AppError("E_MODEL_CORRUPT", `${path} changed while it was taken.`, {
      hint: "Wait until whoever writes it has finished, and try again.",
    });
  }
}

async function adoptAll(taking: Taking, paths: StorePaths, options: PullOptions, ctx: Context): Promise<string> {
  const placed: string[] = [];
  for (const { path } of taking.files) {
    const file = taking.files.length === 1 ? paths.file : join(dirname(paths.file), basename(path));
    placed.push(await adoptFile(path, { ...paths, file }, options.statfs, ctx));
  }
  return placed[0] ?? paths.file;
}

/** What the record says of the projector: like the weights it stays where it lies, or comes into the store beside them. */
async function adoptProjector(
  { projector, inPlace }: Taking,
  eyes: DigestedFile | undefined,
  paths: StorePaths,
  options: PullOptions,
  ctx: Context,
): Promise<Pick<Details, "projector">> {
  if (!projector || !eyes) return {};
  const file = projectorPath(paths);
  const path = inPlace ? projector.path : await adoptFile(projector.path, { ...paths, file }, options.statfs, ctx);
  await refuseChanged([projector], [eyes]);
  const { bytes, sha256 } = eyes;
  return { projector: { bytes, sha256, ...(path === file ? {} : { path }) } };
}

/** Two files are easily mixed up, so it must say of itself what it is. */
async function toProjector(path: string): Promise<TakenFile> {
  const file = await toFile(path, 1);
  const { architecture } = await readGgufHeader(path);
  if (architecture === PROJECTOR_ARCHITECTURE) return file;
  throw new AppError("E_INPUT", `${path} is no projector: it says that it is "${architecture.slice(0, 40)}".`, {
    hint: "The projector is the smaller file beside the weights, mostly called mmproj-….gguf.",
  });
}

async function refuseTakenName(taking: Taking, sha256: string, home: string, ctx: Context): Promise<void> {
  if (taking.origin !== "file") return; // told apart by the program that it comes from
  const key = toNameKey(taking.id);
  const other = (await installedModels(home, ctx)).find((one) => toNameKey(one.id) === key && one.sha256 !== sha256);
  if (!other) return;
  throw new AppError(
    "E_EXISTS",
    `Another model is called ${other.id} already (sha256:${other.sha256.slice(0, 12)}, from ${other.source}); this file is sha256:${sha256.slice(0, 12)}.`,
    { hint: "Give this one another name: --name NAME." },
  );
}

async function toFile(path: string, count: number): Promise<TakenFile> {
  const stats = await statOrNull(path).catch((thrown: unknown) => {
    throw new AppError("E_NOT_FOUND", `The model file ${path} cannot be opened.`, {
      hint: `Check who may read it (${codeOf(thrown)}).`,
      cause: thrown,
    });
  });
  if (stats?.isFile()) return { path, bytes: stats.size, sha256: null };
  const what = count > 1 ? "a part of a split model; all parts must lie side by side" : "a GGUF file";
  throw new AppError("E_NOT_FOUND", `${path} does not exist, or is no file.`, {
    hint: `What is imported is ${what}.`,
  });
}
