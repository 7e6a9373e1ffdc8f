import { listCatalogue } from "../catalogue/index.ts";
import { groupFacts, type Role } from "./data.ts";
import { fitModel, type MeasuredSpeeds } from "./fitModel.ts";
import { budgetsOf } from "./memory.ts";
import type { FitMachine, FitPlan, ModelFit, PlannedModel } from "./types.ts";

/** Of the budget that models may take together; the rest is room for longer contexts. */
const SHARE = 0.9;
/** What always stays loaded may take this much, so that there is room for what is loaded beside it. */
const ALWAYS_SHARE = 0.4;
/** On small machines the model that always answers comes first. */
const ALWAYS_LEAST = 2.6e9;
/** A model is swapped in for the always-on one only when it is this much larger; else that one does the work itself. */
const WORTH_SWAPPING = 1.3;
/** And preferred to a smaller one beside it from here on. */
const MUCH_BETTER = 2;
const EMBEDDING_SHARE = 0.1;
/** Tokens per second below which nobody waits for an answer, and for work that may take its time. */
const QUICK = 12;
const PATIENT = 4;
/** Contexts that are tried, the larger first. */
const CONTEXTS = [8192, 4096];
const ON_DEMAND = ["coder", "reasoner", "vision"] as const;

/** Cards below this hold no model that helps much beside another; with at least twice as much main memory they stay out. */
const LEAST_CARDS = 4e9;

/**
 * A small set of models for a machine: one that always answers and an encoder stay loaded; coder, reasoner and vision are
 * loaded when they are needed, one at a time, beside these where there is room, else in place of the first. Contract:
 * whatever is loaded at one time fits into 90 % of the machine's budget, wholly on the cards where there are cards.
 */
export function planModels(whole: FitMachine, measured: MeasuredSpeeds = new Map()): FitPlan {
  const usesCards = areCardsEnough(whole);
  const machine = usesCards ? whole : { ...whole, devices: [] };
  const budgetBytes = budgetOf(machine);
  const room = budgetBytes * SHARE;
  const pick = (role: Role, most: number, leastSpeed: number): ModelFit | null =>
    firstFitting(role, machine, most, leastSpeed, measured);

  const embedding = pick("embedding", Math.min(room, budgetBytes * EMBEDDING_SHARE), 0);
  const beside = embedding?.needBytes ?? 0;
  const always =
    pick("always-on", Math.min(room - beside, Math.max(budgetBytes * ALWAYS_SHARE, ALWAYS_LEAST)), QUICK) ??
    pick("always-on", room - beside, QUICK) ??
    pick("always-on", room - beside, PATIENT) ??
    pick("always-on", room - beside, 0);
  const resident = beside + (always?.needBytes ?? 0);

  const models: PlannedModel[] = [];
  const [without, shared]: [Role[], Role[]] = [[], []];
  if (always) models.push(toPlanned(always, "always-on", true, false));
  else without.push("always-on");
  for (const role of ON_DEMAND) {
    const near = pick(role, room - resident, PATIENT);
    const far = pick(role, room - beside, PATIENT);
    const isFarBetter = far !== null && far.needBytes > MUCH_BETTER * (near?.needBytes ?? 0);
    const isWorth = far !== null && far.needBytes > WORTH_SWAPPING * (always?.needBytes ?? 0);
    const canShare = always !== null && takesOver(always, role);
    const chosen = isFarBetter && (isWorth || !canShare) ? far : near;
    const same = chosen && models.find(({ id }) => id === chosen.id);
    if (same) same.roles.push(role);
    else if (chosen) models.push(toPlanned(chosen, role, false, chosen !== near));
    else if (canShare) shared.push(role);
    else without.push(role);
  }
  if (embedding) models.push(toPlanned(embedding, "embedding", true, false));
  else without.push("embedding");

  const peaks = models.map(({ resident: stays, alone, fit }) => {
    return stays ? resident : fit.needBytes + (alone ? beside : resident);
  });
  return {
    models,
    without,
    shared,
    usesCards,
    budgetBytes,
    residentBytes: resident,
    peakBytes: Math.max(0, ...peaks),
    diskBytes: models.reduce((sum, { fit }) => sum + fit.weightsBytes, 0),
  };
}

/** The best candidate of a role that takes at most `most` bytes and is fast enough; with the larger context that fits. */
function firstFitting(
  role: Role,
  machine: FitMachine,
  most: number,
  leastSpeed: number,
  measured: MeasuredSpeeds,
): ModelFit | null {
  const catalogue = listCatalogue();
  for (const id of groupFacts().roles[role]) {
    const model = catalogue.find((known) => known.id === id);
    if (!model) continue;
    for (const context of CONTEXTS) {
      const contextTokens = Math.min(context, model.contextTokens);
      const fit = fitModel(model, machine, { contextTokens }, measured);
      const isWhole = fit.runsOn === "gpu" || fit.runsOn === "cpu";
      const isFast = (fit.decode?.expected ?? 0) >= leastSpeed;
      if (isWhole && isFast && fit.needBytes <= most) return fit;
    }
  }
  return null;
}

/** Any chat model writes code of a kind, and one that thinks can reason; none that does not see can look. */
function takesOver({ capabilities }: ModelFit, role: Role): boolean {
  return role === "coder" || capabilities.includes(role === "vision" ? "vision" : "thinking");
}

function toPlanned(fit: ModelFit, role: Role, resident: boolean, alone: boolean): PlannedModel {
  return { id: fit.id, name: fit.name, roles: [role], resident, alone, fit };
}

/** False for a machine without cards, too. */
function areCardsEnough(machine: FitMachine): boolean {
  const { gpu, ram } = budgetsOf(machine);
  return gpu > 0 && (gpu >= LEAST_CARDS || ram < 2 * gpu);
}

function budgetOf(machine: FitMachine): number {
  const { gpu, ram } = budgetsOf(machine);
  return gpu > 0 ? gpu : ram;
}
