import { AppError } from "../../core/index.ts";
import { listCatalogue, type CatalogueModel } from "../catalogue/index.ts";
import { groupFacts } from "./data.ts";
import * as memory from "./memory.ts";
import { decodeSeconds, prefillSeconds, toDecode, toPrefill, type Placement } from "./speed.ts";
import type { FitMachine, FitOptions, ModelFit, Speed, Verdict } from "./types.ts";

const DEFAULT_CONTEXT = 8192;
const DEFAULT_QUANTISATION = "Q4_K_M";

/** Shares up and down of a predicted speed: as far as published measurements lie from it, and what assumptions add. */
const KNOWN_SPREAD = 0.2;
const ASSUMED_SPREAD = 0.35;
const GUESS_SPREAD = 0.5;

/** Speeds that were measured on this machine, by model id. */
export type MeasuredSpeeds = ReadonlyMap<string, { decode: number; prefill: number | null }>;

/** All models of the catalogue on a machine, in the order in which they are shown. */
export function fitAll(
  machine: FitMachine,
  options: FitOptions = {},
  measured: MeasuredSpeeds = new Map(),
): ModelFit[] {
  const byId = new Map(listCatalogue().map((model) => [model.id, model]));
  return groupFacts().groups.flatMap(({ models }) =>
    models.flatMap((id) => {
      const model = byId.get(id);
      if (!model) return [];
      const context =
        options.contextTokens === undefined ? undefined : Math.min(options.contextTokens, model.contextTokens);
      return [fitModel(model, machine, { ...options, contextTokens: context }, measured)];
    }),
  );
}

/**
 * Memory, speed and verdict of a model on a machine. Throws E_INPUT for a context that is more than the model was made for,
 * or a quantisation that it does not have.
 */
export function fitModel(
  model: CatalogueModel,
  machine: FitMachine,
  options: FitOptions = {},
  measured: MeasuredSpeeds = new Map(),
): ModelFit {
  const quantisation = options.quantisation ?? DEFAULT_QUANTISATION;
  const cache = options.cache ?? "f16";
  const contextTokens = toContext(model, options.contextTokens);
  const weightsBytes = memory.weightsOf(model, quantisation);
  const budgets = memory.budgetsOf(machine);
  const load: memory.Load = { weightsBytes, contextTokens, cache, where: budgets.gpu > 0 ? "gpu" : "cpu" };
  const needBytes = Math.round(memory.needOf(model, load));
  const isTight = memory.leastOf(model, load) <= memory.mostOnCards(machine);
  const { runsOn, budgetBytes, verdict } = judge(needBytes, budgets, isTight);
  const place: Placement = { weightsBytes, contextTokens, cache, runsOn };
  const known = quantisation === DEFAULT_QUANTISATION ? measured.get(model.id) : undefined;
  const free = memory.freeBudgetsOf(machine);
  return {
    id: model.id,
    name: model.name,
    group: groupOf(model.id),
    quantisation: quantisation === DEFAULT_QUANTISATION ? (model.nativeQuantisation ?? quantisation) : quantisation,
    weightsBytes,
    licence: model.licence,
    goodFor: model.goodFor,
    capabilities: model.capabilities,
    cache,
    contextTokens,
    modelContextTokens: model.contextTokens,
    largestContext: largestContext(model, machine, load, runsOn),
    needBytes,
    budgetBytes: Math.round(budgetBytes),
    runsOn,
    verdict,
    fitsNow: free === null ? null : judge(needBytes, free, false).verdict !== "no",
    ...speedsOf(model, machine, place, known),
    cacheEstimated: memory.cacheOf(model).estimated,
    unverified: model.unverified,
  };
}

/**
 * great: needs at most 70 % of what there is; fits: 90 %; tight: all of it, or it goes onto the cards only by their
 * reserve; partial: cards and main memory together, and the speed collapses.
 */
function judge(
  need: number,
  { gpu, ram }: memory.Budgets,
  isTight: boolean,
): { runsOn: ModelFit["runsOn"]; budgetBytes: number; verdict: Verdict } {
  const inOne = (runsOn: "gpu" | "cpu", budgetBytes: number) => {
    const share = need / budgetBytes;
    const verdict = share <= 0.7 ? "great" : share <= 0.9 ? "fits" : "tight";
    return { runsOn, budgetBytes, verdict } as const;
  };
  if (gpu > 0 && (need <= gpu || isTight)) return inOne("gpu", gpu);
  if (gpu === 0 && need <= ram) return inOne("cpu", ram);
  if (gpu > 0 && need <= gpu + ram) return { runsOn: "both", budgetBytes: gpu + ram, verdict: "partial" };
  return { runsOn: "nowhere", budgetBytes: gpu + ram, verdict: "no" };
}

/** Without leaving the cards where it is on them; in all memory where it is not, or not with this context. */
function largestContext(
  model: CatalogueModel,
  machine: FitMachine,
  load: memory.Load,
  runsOn: ModelFit["runsOn"],
): number {
  const { gpu, ram } = memory.budgetsOf(machine);
  const empty = { ...load, contextTokens: 0 };
  const inside = (bytes: number): number => memory.contextIn(model, bytes, load.cache);
  const onCards = Math.max(
    inside(gpu - memory.needOf(model, empty)),
    inside(memory.mostOnCards(machine) - memory.leastOf(model, empty)),
  );
  if (runsOn === "gpu") return onCards;
  const everywhere = inside(gpu + ram - memory.needOf(model, empty));
  return onCards > 0 && runsOn === "both" ? onCards : everywhere;
}

function speedsOf(
  model: CatalogueModel,
  machine: FitMachine,
  place: Placement,
  known: { decode: number; prefill: number | null } | undefined,
): Pick<ModelFit, "decode" | "prefill"> {
  const { runsOn } = place;
  if (runsOn === "nowhere") return { decode: null, prefill: null };
  const prefill = known?.prefill ?? null;
  const decode = known
    ? toMeasured(known.decode)
    : toDecode(decodeSeconds(model, machine, place), spreadOf(machine, runsOn));
  return {
    decode: memory.isEncoder(model) ? null : decode,
    prefill: prefill === null ? toPrefill(prefillSeconds(model, machine, place)) : toMeasured(prefill),
  };
}

/** Wider where a bandwidth is assumed. */
function spreadOf({ devices, memory: main }: FitMachine, runsOn: ModelFit["runsOn"]): number {
  const isGuess = devices.some(({ basis }) => basis === "guess");
  const isAssumed = main.basis === "assumed" && runsOn !== "gpu";
  return isGuess && runsOn !== "cpu" ? GUESS_SPREAD : isAssumed ? ASSUMED_SPREAD : KNOWN_SPREAD;
}

function toContext(model: CatalogueModel, wish: number | undefined): number {
  if (wish === undefined) return Math.min(model.contextTokens, DEFAULT_CONTEXT);
  if (wish <= model.contextTokens) return wish;
  throw new AppError("E_INPUT", `${model.id} was made for ${model.contextTokens} tokens of context, not ${wish}.`, {
    hint: "Ask for a smaller context, or choose a model with a larger one.",
  });
}

function toMeasured(expected: number): Speed {
  return { expected, low: expected, high: expected, basis: "measured" };
}

function groupOf(id: string): string {
  return groupFacts().groups.find(({ models }) => models.includes(id))?.id ?? "small";
}
