import { z } from "zod";
import { pullNamed, removeModel, SOURCE_NAMES, type InstalledModel, type PullProgress } from "../../models/index.ts";
import { defineCommand, type Call } from "../command.ts";

/** A model of this home, as programs get it. */
export interface InstalledView {
  id: string;
  name: string;
  /** The file, of a split model the first one. */
  path: string;
  bytes: number;
  files: number;
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

function toView(model: InstalledModel): InstalledView {
  const { id, name, path, bytes, sha256, source, licence, contextTokens, verified, inPlace, installedAt } = model;
  const { quantisation, origin, reference, pinned, architecture } = model.details ?? {
    quantisation: null,
    origin: "catalogue",
    reference: null,
    pinned: "catalogue",
    architecture: null,
  };
  const view = { id, name, path, bytes, files: model.files.length, sha256, quantisation, origin, reference, source };
  return { ...view, pinned, licence, contextTokens, architecture, verified, inPlace, installedAt };
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
    const onProgress = (progress: PullProgress): void => emit({ name: input.name, progress });
    const { installed, wasHere } = await pullNamed(input, pullOptions(services, onProgress), ctx);
    return { ...toView(installed), wasHere };
  },
});

function pullOptions(services: Call<never>["services"], onProgress: (progress: PullProgress) => void) {
  return { home: services.home, env: { ...services.env }, mirrors: services.config.models.mirrors, onProgress };
}

const nameInput = z.object({ name: z.string().min(1) });

export const removeWeights = defineCommand<typeof nameInput, { id: string; freedBytes: number }, never>({
  about: "removes the weights of a model",
  input: nameInput,
  async run({ name }, { services, ctx }) {
    await services.hold(); // a model that works must not lose its file
    return removeModel(services.home, name, ctx);
  },
});
