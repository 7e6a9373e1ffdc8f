import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Context } from "../../core/index.ts";
import { findLicence, parseReference, type FetchableModel, type Reference } from "../catalogue/index.ts";
import { ensureConsent } from "./consent.ts";
import { writeJsonAtomically } from "./files.ts";
import { createInspect, type KnownDetails } from "./inspect.ts";
import { readInstalled, type InstalledModel } from "./installed.ts";
import { PULL_LIMITS } from "./limits.ts";
import { withLock } from "./lock.ts";
import { layersPath, storePaths, type StorePaths } from "./paths.ts";
import { checkPin, readPin, writePin } from "./pins.ts";
import { pullModel, toPullError } from "./pull.ts";
import { resolveReference, type Candidate, type Layers, type Resolved } from "./resolve/index.ts";
import { pullProjector } from "./projector.ts";
import { digestOfParts, pullSplit } from "./split.ts";
import { toCandidates, type SourceName } from "./candidates.ts";
import type { PullOptions } from "./types.ts";

export interface NamedPull {
  /** A name of the catalogue, `hf:owner/repo[:quantisation or file]`, `ollama:name[:tag]`. */
  name: string;
  quantisation: string | null;
  from: SourceName | null;
  /** A person has read and accepts the licence. */
  acceptLicence: boolean;
  /** Take what the source has now, also where it had something else before. */
  repin: boolean;
}

export interface NamedModel {
  installed: InstalledModel;
  /** Nothing had to be fetched. */
  wasHere: boolean;
}

/**
 * Fetches what a person names. Weights that the catalogue knows by their digest are fetched by it; of all others the
 * source's own digest is taken, and kept: a later pull of the same name that would get other bytes is refused with both
 * digests. Throws what `pullModel` throws, E_INPUT, E_MODEL_UNKNOWN, E_LICENCE.
 */
export async function pullNamed(request: NamedPull, options: PullOptions, ctx: Context): Promise<NamedModel> {
  try {
    return await pullReference(request, options, ctx);
  } catch (thrown) {
    throw toPullError(thrown, options.home, ctx);
  }
}

async function pullReference(request: NamedPull, options: PullOptions, ctx: Context): Promise<NamedModel> {
  const reference = parseReference(request.name);
  const { starter, candidates } = toCandidates(reference, request.quantisation, request.from);
  if (starter) return pullKnown(starter, request, options, ctx);
  if (!request.repin) {
    for (const candidate of candidates) {
      const pin = await readPin(options.home, toKey(candidate.reference));
      const here = pin && (await readInstalled(options.home, pin.sha256));
      if (here?.verified) return { installed: here, wasHere: true };
    }
  }
  const failures = new Map<string, string>();
  for (const [at, candidate] of candidates.entries()) {
    const resolved = await ask(candidate, at === candidates.length - 1, failures, options, ctx);
    if (resolved) return pullResolved(resolved, candidate, request, options, ctx);
  }
  throw nobodySays(request.name, failures);
}

/** What a candidate has. What only this one lacks is a line in `failures` while others can still be asked. */
async function ask(
  candidate: Candidate,
  isLast: boolean,
  failures: Map<string, string>,
  options: PullOptions,
  ctx: Context,
): Promise<Resolved | null> {
  const limits = { ...PULL_LIMITS, ...options.limits };
  try {
    return await resolveReference(candidate, options, limits, failures, ctx);
  } catch (thrown) {
    const isLack = thrown instanceof AppError && thrown.code === "E_MODEL_UNKNOWN";
    if (!isLack || (isLast && failures.size === 0)) throw thrown;
    failures.set(toKey(candidate.reference), thrown.message);
    return null;
  }
}

/** Weights of the catalogue that are known by their digest. */
async function pullKnown(
  model: FetchableModel,
  request: NamedPull,
  options: PullOptions,
  ctx: Context,
): Promise<NamedModel> {
  await ensureConsent(options.home, findLicence(model.licence, model.id), model, request.acceptLicence, ctx);
  const before = await readInstalled(options.home, model.sha256);
  await pullModel(model, options, ctx);
  return { installed: await reread(options.home, model.sha256), wasHere: before?.verified === true };
}

async function pullResolved(
  resolved: Resolved,
  candidate: Candidate,
  request: NamedPull,
  options: PullOptions,
  ctx: Context,
): Promise<NamedModel> {
  const { home } = options;
  const { files, licence, origin, quantisation, digests, reference } = resolved;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const withEyes = bytes + (resolved.projector?.bytes ?? 0);
  const [first] = files;
  if (!first) throw new AppError("E_BUG", `${reference} was resolved to no file.`);
  const sha256 = files.length === 1 ? first.sha256 : digestOfParts(files);
  const key = toKey(candidate.reference);
  const pin = await readPin(home, key);
  const at = sourceOf(resolved);
  const eyes = resolved.projector?.sha256;
  if (!request.repin) checkPin(key, pin, { sha256, projector: eyes, source: at });
  const { id, name, licenceName } = resolved;
  await ensureConsent(home, licence, { id: request.name, name, bytes: withEyes }, request.acceptLicence, ctx);
  const model: FetchableModel = {
    id,
    name,
    quantisation,
    file: first.file,
    bytes,
    sha256,
    licence: licenceName ?? "unknown",
    contextTokens: resolved.contextTokens ?? 4096,
    sources: first.sources,
  };
  const details: KnownDetails = {
    quantisation,
    origin,
    reference: key,
    pinned: digests === "catalogue" ? "catalogue" : "first-pull",
    knowsContext: resolved.contextTokens !== null,
    knowsLicence: licenceName !== null,
  };
  await mkdir(join(home, "models"), { recursive: true, mode: 0o700 });
  const before = await readInstalled(home, sha256);
  const projector = await pullProjector(resolved.projector, model, details, options, ctx);
  if (projector) details.projector = projector;
  if (files.length === 1) await pullModel(model, { ...options, inspect: createInspect(details, null) }, ctx);
  else await pullSplit(model, files, details, options, ctx);
  if (resolved.layers) await writeLayers(storePaths(home, sha256), resolved.layers, name, ctx);
  const pinnedAt = new Date(ctx.clock.now()).toISOString();
  if (pin?.sha256 !== sha256 || pin.projector !== eyes) {
    await writePin(home, key, { sha256, bytes, projector: eyes, source: at, pinnedAt }, ctx);
  }
  return { installed: await reread(home, sha256), wasHere: before?.verified === true };
}

/** Under the lock of the weights: two pulls that end at the same time would write over each other. */
function writeLayers(paths: StorePaths, layers: Layers, what: string, ctx: Context): Promise<void> {
  return withLock(paths.lock, { what }, () => writeJsonAtomically(layersPath(paths), layers), ctx);
}

async function reread(home: string, sha256: string): Promise<InstalledModel> {
  const installed = await readInstalled(home, sha256);
  if (installed) return installed;
  throw new AppError("E_BUG", `The weights ${sha256} vanished after they were fetched.`);
}

/** The name under which a pin is kept: what was asked, whichever mirror answers. */
function toKey(reference: Exclude<Reference, { kind: "catalogue" }>): string {
  if (reference.kind === "hub") {
    const { repo, revision, pick } = reference;
    return `hf:${repo}${revision === null ? "" : `@${revision}`}${pick === null ? "" : `:${pick}`}`;
  }
  const { host, namespace, model, tag } = reference;
  const path = namespace === "library" ? model : `${namespace}/${model}`;
  return `ollama:${host === null ? "" : `${host}/`}${path}:${tag}`;
}

const sourceOf = ({ origin, files }: Resolved): string => {
  const source = files[0]?.sources[0];
  if (source?.kind === "hub") return `the hub (${source.repo})`;
  return source?.kind === "registry" ? `${source.host} (${source.name})` : origin;
};

function nobodySays(name: string, failures: Map<string, string>): AppError {
  const lines = [...failures].map(([source, reason]) => `- ${source}: ${reason}`);
  return new AppError("E_MODEL_SOURCES", [`No source could say what ${name} is:`, ...lines].join("\n"), {
    hint: "Check the connection and the name, name a mirror (KRALLE_HUB_URL, KRALLE_OLLAMA_REGISTRY), or bring a file: `kralle models import FILE`.",
    data: { failures: Object.fromEntries(failures) },
  });
}
