import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import {
  comparePublished,
  findModel,
  fitAll,
  fitModel,
  fromHardware,
  fromWords,
  listStarters,
  planModels,
  type CompareReport,
  type FitMachine,
  type FitPlan,
  type MeasuredSpeeds,
  type ModelFit,
} from "../../models/index.ts";
import { defineCommand } from "../command.ts";
import { listInstalled } from "../installed.ts";
import type { Services } from "../services.ts";

export interface FitReport {
  /** This machine, or the described one, as it was understood. */
  machine: FitMachine;
  /** All models of the catalogue, or the one that was named. */
  models: ModelFit[];
  /** Of a named model: every quantisation, with the cache at 16 and at 8 bits. */
  variants: ModelFit[];
}

/** Words that describe a machine; absent or null: this one. */
const machine = z.string().nullable().default(null);
const fitInput = z.object({
  model: z.string().min(1).nullable().default(null),
  machine,
  contextTokens: z.int().min(1).max(100_000_000).nullable().default(null),
});

/** What fits, how much context, and how fast it will be. Loads nothing and writes nothing. */
export const fit = defineCommand<typeof fitInput, FitReport>({
  about: "says which models fit a machine and how fast they will be",
  input: fitInput,
  async run({ model: name, machine: words, contextTokens: context }, { services, ctx }) {
    const { machine: found, measured } = await machineOf(words, services, ctx);
    const contextTokens = context ?? undefined;
    if (name === null) return { machine: found, models: fitAll(found, { contextTokens }, measured), variants: [] };
    const known = findModel(name);
    if (!known.catalogue) {
      throw new AppError("E_MODEL_UNKNOWN", `Kralle has no figures of ${known.name}, from which a fit could follow.`, {
        hint: "`kralle models fit` shows all models that it has figures of.",
      });
    }
    const model = known.catalogue;
    const variants = Object.keys(model.sizes).flatMap((quantisation) =>
      (["f16", "q8_0"] as const).map((cache) =>
        fitModel(model, found, { contextTokens, quantisation, cache }, measured),
      ),
    );
    return { machine: found, models: [fitModel(model, found, { contextTokens }, measured)], variants };
  },
});

export interface PlanReport {
  machine: FitMachine;
  plan: FitPlan;
}

const planInput = z.object({ machine });

/** A small set of models that works together on a machine. */
export const plan = defineCommand<typeof planInput, PlanReport>({
  about: "proposes models that work together on a machine",
  input: planInput,
  async run({ machine: words }, { services, ctx }) {
    const { machine: found, measured } = await machineOf(words, services, ctx);
    return { machine: found, plan: planModels(found, measured) };
  },
});

/** How well the predictions meet what others measured. */
export const fitCheck = defineCommand<z.ZodObject, CompareReport>({
  about: "compares predicted speeds with published measurements",
  input: z.object({}),
  run: () => Promise.resolve(comparePublished()),
});

async function machineOf(
  words: string | null,
  services: Services,
  ctx: Context,
): Promise<{ machine: FitMachine; measured: MeasuredSpeeds }> {
  if (words !== null) return { machine: fromWords(words), measured: new Map() };
  const [hardware, measured] = await Promise.all([services.hardware(), readMeasured(services, ctx)]);
  return { machine: fromHardware(hardware, measured), measured };
}

const abilitySchema = z.object({
  tokensPerSecond: z.number().positive(),
  promptTokensPerSecond: z.number().positive().nullable().default(null),
});

/** Speeds that were measured here, by model; the newest of each. A home without a store is not given one. */
async function readMeasured(services: Services, ctx: Context): Promise<MeasuredSpeeds> {
  const { home } = services;
  const speeds = new Map<string, { decode: number; prefill: number | null }>();
  if (services.databaseUrl === undefined && !existsSync(join(home, "kralle.db"))) return speeds;
  const [store, installed] = await Promise.all([services.store(), listInstalled(home, ctx)]);
  const ids = new Map(listStarters().map(({ sha256, id }) => [sha256, id]));
  for (const { sha256, id } of installed) ids.set(sha256, ids.get(sha256) ?? id);
  for (const { digest, ability } of await store.abilities.list()) {
    const parsed = abilitySchema.safeParse(ability);
    const id = ids.get(digest);
    if (!parsed.success || id === undefined) continue;
    speeds.set(id, { decode: parsed.data.tokensPerSecond, prefill: parsed.data.promptTokensPerSecond });
  }
  return speeds;
}
