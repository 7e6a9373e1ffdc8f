import { z } from "zod";
import {
  ENCODER,
  pullEncoder,
  findNamed,
  findStarter,
  importFile,
  parseReference,
  pullNamed,
  removeModel,
  searchCatalogue,
  searchHub,
  SOURCE_NAMES,
  type FoundModel,
  type HubHit,
  type InstalledModel,
  type KnownModel,
  type PullProgress,
} from "../../models/index.ts";
import type { Context } from "../../core/index.ts";
import { listInstalled } from "../installed.ts";
import { defineCommand, type Call } from "../command.ts";

/** A model of this home, as programs get it. */
export interface InstalledView {
  id: string;
  name: string;
  /** The file, of a split model the first one. */
  path: string;
  bytes: number;
  files: number;
  /** The file by which it sees pictures; null where it has none. */
  projector: { path: string; bytes: number; sha256: string } | null;
  sha256: string;
  quantisation: string | null;
  /** What stands before the colon where two models have the same name. */
  origin: "catalogue" | "hub" | "ollama" | "lmstudio" | "file";
  /** The whole name at its source; null where there is none. */
  reference: string | null;
  /** Who delivered it, in words. */
  source: string;
  /** Whose word the digest is. */
  pinned: "catalogue" | "first-pull" | "import";
  licence: string;
  contextTokens: number;
  architecture: string | null;
  /** Its digest was checked since the file last changed. */
  verified: boolean;
  /** Belongs to another program or to the person, and is used where it lies. */
  inPlace: boolean;
  installedAt: string;
}

export function toView(model: InstalledModel): InstalledView {
  const { id, name, path, bytes, sha256, source, licence, contextTokens, verified, inPlace, installedAt } = model;
  const { quantisation, origin, reference, pinned, architecture } = model.details ?? {
    quantisation: null,
    origin: "catalogue",
    reference: null,
    pinned: "catalogue",
    architecture: null,
  };
  const { projector, files } = model;
  const view = {
    id,
    name,
    path,
    bytes,
    files: files.length,
    projector,
    sha256,
    quantisation,
    origin,
    reference,
    source,
  };
  return { ...view, pinned, licence, contextTokens, architecture, verified, inPlace, installedAt };
}

/** A model that another program keeps on this machine. */
export interface ElsewhereView {
  store: FoundModel["store"];
  id: string;
  name: string;
  reference: string | null;
  /** The file, of a split model the first one; null where there is none that could be loaded. */
  path: string | null;
  bytes: number;
  quantisation: string | null;
  /** As its store says; checked when it is first used. */
  sha256: string | null;
  /** Can be used where it lies, by its name. */
  usable: boolean;
  /** Why not. */
  reason: string | null;
}

export function toElsewhere({
  store,
  id,
  name,
  reference,
  files,
  bytes,
  quantisation,
  reason,
}: FoundModel): ElsewhereView {
  const [first] = files;
  const sha256 = files.length === 1 ? (first?.sha256 ?? null) : null;
  const usable = reason === null;
  return { store, id, name, reference, path: first?.path ?? null, bytes, quantisation, sha256, usable, reason };
}

const pullInput = z.object({
  name: z.string().min(1).max(500),
  quantisation: z.string().min(1).max(40).nullable().default(null),
  from: z.enum(SOURCE_NAMES).nullable().default(null),
  acceptLicence: z.boolean().default(false),
  repin: z.boolean().default(false),
});

export interface Pulled extends InstalledView {
  /** Nothing had to be fetched. */
  wasHere: boolean;
}

/** Fetches a model that a person names; E_LICENCE when its licence was never accepted here. */
export const pull = defineCommand<typeof pullInput, Pulled, { name: string; progress: PullProgress }>({
  about: "fetches the weights of a model",
  input: pullInput,
  async run(input, { services, emit, ctx }) {
    if (input.name.trim().toLowerCase() === ENCODER.id) return pullEncoderOf(services, emit, ctx);
    const reference = parseReference(input.name);
    const name = reference.kind === "catalogue" ? reference.model.name : input.name;
    const onProgress = (progress: PullProgress): void => emit({ name, progress });
    const { installed, wasHere } = await pullNamed(input, pullOptions(services, onProgress), ctx);
    return { ...toView(installed), wasHere };
  },
});

/** No model that one talks with, so in no catalogue; what sorts mail is better with it (docs/inbox.md). */
async function pullEncoderOf(
  services: Call<never>["services"],
  emit: (event: { name: string; progress: PullProgress }) => void,
  ctx: Context,
): Promise<Pulled> {
  const find = async (): Promise<InstalledModel | undefined> =>
    (await listInstalled(services.home, ctx)).find(({ sha256 }) => sha256 === ENCODER.sha256);
  const wasHere = (await find()) !== undefined;
  const onProgress = (progress: PullProgress): void => emit({ name: ENCODER.name, progress });
  await pullEncoder(ENCODER, pullOptions(services, onProgress), ctx);
  return { ...toView((await find())!), wasHere };
}

function pullOptions(services: Call<never>["services"], onProgress: (progress: PullProgress) => void) {
  return { home: services.home, env: { ...services.env }, mirrors: services.config.models.mirrors, onProgress };
}

const importInput = z.object({
  path: z.string().min(1),
  name: z.string().min(1).nullable().default(null),
  inPlace: z.boolean().default(false),
  /** The file by which it sees pictures. */
  projector: z.string().min(1).nullable().default(null),
});

/** Takes a GGUF file of this machine as a model. */
export const importModel = defineCommand<typeof importInput, InstalledView, { name: string; progress: PullProgress }>({
  about: "takes a GGUF file as a model",
  input: importInput,
  async run(input, { services, emit, ctx }) {
    const onProgress = (progress: PullProgress): void => emit({ name: input.path, progress });
    return toView(await importFile(input, pullOptions(services, onProgress), ctx));
  },
});

const searchInput = z.object({
  words: z.array(z.string().max(100)).min(1).max(20),
  /** Ask the hub, too. */
  hub: z.boolean().default(false),
});

/** A model of the catalogue. */
export interface SearchHit {
  id: string;
  name: string;
  /** Bytes by quantisation; where nothing is known, empty. */
  sizes: Record<string, number>;
  contextTokens: number;
  licence: string;
  capabilities: string[];
  goodFor: string;
  /** Sources that are known to have it. */
  sources: string[];
  installed: boolean;
}

export interface SearchResult {
  models: SearchHit[];
  /** Null where the hub was not asked. */
  hub: HubHit[] | null;
}

/** Looks for models by name, family, ability, or what they are good for. */
export const search = defineCommand<typeof searchInput, SearchResult, never>({
  about: "looks for models",
  input: searchInput,
  async run({ words, hub }, { services, ctx }) {
    const installed = await listInstalled(services.home, ctx);
    const ids = new Set(installed.map(({ id }) => id));
    const { env, config } = services;
    const hits = hub ? await searchHub(words, { env: { ...env }, mirrors: config.models.mirrors }, ctx) : null;
    return { models: searchCatalogue(words).map((model) => toHit(model, ids)), hub: hits };
  },
});

function toHit({ id, name, catalogue, starter }: KnownModel, installed: ReadonlySet<string>): SearchHit {
  const sources = new Set<string>(starter?.sources.map(({ kind }) => kind) ?? []);
  if (catalogue && catalogue.ggufRepo !== null) sources.add("hub");
  if (catalogue?.ollamaTags.some((tag) => !tag.endsWith("cloud")) === true) sources.add("ollama");
  return {
    id,
    name,
    sizes: catalogue?.sizes ?? {},
    contextTokens: catalogue?.contextTokens ?? starter?.contextTokens ?? 0,
    licence: catalogue?.licence ?? starter?.licence ?? "",
    capabilities: catalogue?.capabilities ?? [],
    goodFor: catalogue?.goodFor ?? "",
    sources: [...sources],
    installed: installed.has(id),
  };
}

const nameInput = z.object({ name: z.string().min(1) });

export const removeWeights = defineCommand<typeof nameInput, { id: string; freedBytes: number }, never>({
  about: "removes the weights of a model",
  input: nameInput,
  async run({ name }, { services, ctx }) {
    await services.hold(); // a model that works must not lose its file
    const installed = await listInstalled(services.home, ctx);
    // The short form of a name that only the catalogue knows is understood here, too.
    const isHere = findNamed(installed, name) !== null;
    return removeModel(services.home, isHere ? name : findStarter(name).id, ctx);
  },
});
